package org.spiketrain.score;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.Reading;
import org.spiketrain.model.metrics.TopClasses;

/**
 * Columns of scores, the same in every format: what was scored, then the {@code top} most probable
 * classes, at most as many as there are.
 */
record ScoreColumns(int top) implements Serializable {
  /** Path of the file below the input, or its name if it is the input. */
  static final String FILE = "file";

  /** The line of the file, from 1. */
  static final String ROW = "row";

  /** The recording's number in its file, from 0. */
  static final String RECORDING = "recording";

  /** Reason why something could not be scored; null where it is scored. */
  static final String REASON = "reason";

  /** Whether only its beginning is scored; not written. */
  static final String CUT = "_cut";

  /** The class of some rank, from 1. */
  static String label(int rank) {
    return "label_" + rank;
  }

  /** The probability of the class of some rank, from 1. */
  static String probability(int rank) {
    return "probability_" + rank;
  }

  /** All columns, from those that say what was scored. */
  StructType schema(StructType place) {
    StructType schema = place;
    for (int rank = 1; rank <= top; rank++) {
      schema =
          schema.add(label(rank), DataTypes.StringType).add(probability(rank), DataTypes.FloatType);
    }
    return schema.add(REASON, DataTypes.StringType).add(CUT, DataTypes.BooleanType);
  }

  /** Names of the columns that what could not be scored does not have. */
  String[] ofScored() {
    return Arrays.stream(schema(new StructType()).fieldNames())
        .filter(name -> !name.equals(REASON))
        .toArray(String[]::new);
  }

  /** Scores something, which the first fields describe: a row of {@link #schema}. */
  Row row(ScoringModel model, Reading reading, Object... place) {
    Object[] fields = Arrays.copyOf(place, place.length + 2 * top + 2);
    if (reading.frames().isPresent()) {
      float[] probabilities = model.classifier().probabilitiesOf(reading.frames().get());
      int at = place.length;
      for (int label : TopClasses.of(probabilities, top)) {
        fields[at++] = model.classes().get(label);
        fields[at++] = probabilities[label];
      }
    } else {
      fields[fields.length - 2] = reading.problem();
    }
    fields[fields.length - 1] = reading.cut();
    return RowFactory.create(fields);
  }
}
