package org.spiketrain.data.text;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.data.Split;

/** Labelled sentences in their order, from files or a table. */
interface TextSource extends AutoCloseable {
  /** The files; of a table the splits as if each was one. */
  List<TextFile> files();

  /** Split of each file. */
  default List<Split> splits() {
    return files().stream().map(TextFile::split).toList();
  }

  /** Fingerprint of the content. */
  String fingerprint();

  /** All rows in their order. */
  JavaRDD<TextRow> rows();

  @Override
  default void close() {}
}
