package org.spiketrain.data.names;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.data.table.LabelledRows;
import org.spiketrain.model.UserErrorException;

/** Names in a table, a row a name. The classes are the labels, sorted, or those known. */
record NamesTable(LabelledRows table, boolean isSplit, List<String> classes)
    implements NamesSource {
  /**
   * Reads the table once.
   *
   * @param known the classes that there are; empty for those that are found
   * @throws UserErrorException if there is no such table or column, or fewer than two labels
   */
  static NamesTable open(SparkSession spark, NamesSettings settings, List<String> known) {
    LabelledRows table = settings.table().read(spark, settings.path());
    boolean isSplit = settings.split().protocol() == SplitProtocol.COLUMN;
    return new NamesTable(
        table, isSplit, known.isEmpty() ? found(table, settings.table().label()) : known);
  }

  private static List<String> found(LabelledRows table, String column) {
    List<String> labels =
        table.rows().map(LabelledRow::label).filter(label -> !label.isEmpty()).distinct().collect();
    if (labels.size() < 2) {
      table.close();
      throw new UserErrorException(
          "%s has %s in its column %s: at least two classes are needed"
              .formatted(
                  table.name(),
                  labels.isEmpty() ? "no label" : "only the label " + labels.get(0),
                  column));
    }
    List<String> classes = labels.stream().sorted().toList();
    ClassLabels.warnOfLike(classes, "mend them in the table, or in a view of it");
    return classes;
  }

  @Override
  public String path() {
    return table.name();
  }

  @Override
  public String fingerprint() {
    return table.fingerprint();
  }

  @Override
  public String place(int label) {
    return "class %s of %s".formatted(classes.get(label), table.name());
  }

  @Override
  public JavaRDD<NameLine> lines() {
    // A list that any serializer reads back.
    List<String> labels = new ArrayList<>(classes);
    String name = table.shortName();
    boolean split = isSplit;
    return table.rows().map(row -> line(row, labels, name, split));
  }

  private static NameLine line(LabelledRow row, List<String> labels, String name, boolean isSplit) {
    int label = labels.indexOf(row.label());
    String fault = row.fault();
    if (label < 0) {
      fault = row.label().isEmpty() ? NameLine.EMPTY_LABEL : LabelledRow.UNKNOWN_LABEL;
    }
    if (isSplit && row.part().isEmpty()) {
      fault = LabelledRow.UNKNOWN_SPLIT;
    }
    return new NameLine(
        label,
        Math.toIntExact(row.number()),
        row.text(),
        isSplit ? row.part().orElse(null) : null,
        row.name(name),
        row.weight().value(),
        fault);
  }

  @Override
  public void close() {
    table.close();
  }
}
