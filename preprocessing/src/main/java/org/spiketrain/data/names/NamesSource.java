package org.spiketrain.data.names;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.data.Split;
import org.spiketrain.data.table.LabelledRow;

/** Labelled names in their order, from files or a table. */
interface NamesSource extends AutoCloseable {
  /**
   * A name as it stands there.
   *
   * @param label number of its class; -1 without a known one
   * @param number place in the file or table, from 1
   * @param split its split; null where the split protocol deals it
   * @param source what it is called, such as {@code Russian.txt:17}
   * @param weight what a training multiplies its loss by
   * @param fault why it cannot be used, empty if it can
   */
  record NameLine(
      int label, int number, String text, Split split, String source, float weight, String fault)
      implements Serializable {
    static final String EMPTY_LABEL = "empty label";

    static NameLine of(int label, int number, String text, String source) {
      String fault = label < 0 ? LabelledRow.UNKNOWN_LABEL : "";
      return new NameLine(label, number, text, null, source, 1f, fault);
    }
  }

  /** Where the names lie, as manifests have it. */
  String path();

  /** Names of the classes, sorted; those of the base where names are appended to one. */
  List<String> classes();

  /** Fingerprint of the content. */
  String fingerprint();

  /** All names in their order. */
  JavaRDD<NameLine> lines();

  /** Where the names of a class lie, for messages. */
  String place(int label);

  @Override
  default void close() {}
}
