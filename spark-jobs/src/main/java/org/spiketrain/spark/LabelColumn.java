package org.spiketrain.spark;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.spiketrain.model.UserErrorException;

/**
 * How a column says the classes. Strings are their names, whose order the network has. Numbers are
 * indices, whose names are in the column's metadata, as StringIndexer writes them, or else the
 * numbers themselves.
 *
 * @param name the column
 * @param isNumeric whether it holds indices
 * @param names the names by index; empty where the metadata have none
 */
record LabelColumn(String name, boolean isNumeric, List<String> names) implements Serializable {
  static LabelColumn of(StructField field) {
    boolean isNumeric = field.dataType() instanceof NumericType;
    List<String> names = isNumeric ? names(field) : List.of();
    if (names.stream().distinct().count() < names.size()) {
      throw new UserErrorException(
          "Labels of column \"%s\" differ in nothing but spaces around them: rename them before they are indexed"
              .formatted(field.name()));
    }
    return new LabelColumn(field.name(), isNumeric, names);
  }

  /** Spaces around a label are no part of it, as in files. */
  private static List<String> names(StructField field) {
    return Attribute.fromStructField(field) instanceof NominalAttribute nominal
            && nominal.values().isDefined()
        ? Arrays.stream(nominal.values().get()).map(String::strip).toList()
        : List.of();
  }

  /** The names of the classes; null where there is none. */
  Column texts(Column column) {
    if (!isNumeric) {
      return column;
    }
    LabelColumn labels = this;
    UDF1<Double, String> text = labels::text;
    return udf(text, DataTypes.StringType).apply(column.cast(DataTypes.DoubleType));
  }

  private String text(Double index) {
    if (index == null) {
      return null;
    }
    int last = names.isEmpty() ? Integer.MAX_VALUE : names.size() - 1;
    if (!(index >= 0 && index <= last && index == Math.rint(index))) {
      throw new UserErrorException(
          "Column \"%s\" holds the label %s: expected the index of a class, a whole number from 0 to %d"
              .formatted(name, index, last));
    }
    return names.isEmpty() ? String.valueOf(index.intValue()) : names.get(index.intValue());
  }

  /**
   * The names by index.
   *
   * @param classes those that a network knows, in its own order
   */
  List<String> labels(List<String> classes) {
    if (!isNumeric) {
      return classes;
    }
    if (!names.isEmpty()) {
      return names;
    }
    int last = classes.stream().mapToInt(Integer::parseInt).max().orElseThrow();
    return IntStream.rangeClosed(0, last).mapToObj(String::valueOf).toList();
  }
}
