package org.spiketrain.score;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.metrics.TopClasses;

/**
 * Rows of scores: columns that say what was scored, then the most probable classes.
 *
 * @param top number of classes, at most as many as there are
 */
record RankedRows(int top) implements Serializable {
  /** Rows of as many classes as were asked for and there are. */
  static RankedRows of(ScoreSettings settings, ScoringModel model) {
    return new RankedRows(Math.min(settings.top(), model.classes().size()));
  }

  /** All columns, from those that say what was scored. */
  StructType schema(StructType place) {
    StructType schema = place;
    for (int rank = 1; rank <= top; rank++) {
      schema =
          schema
              .add(ScoreColumns.label(rank), DataTypes.StringType)
              .add(ScoreColumns.probability(rank), DataTypes.FloatType);
    }
    return schema;
  }

  /**
   * A row.
   *
   * @param probabilities what the network answered [classes]
   * @param place what was scored
   */
  Row row(ScoringModel model, float[] probabilities, Object... place) {
    Object[] fields = Arrays.copyOf(place, place.length + 2 * top);
    int at = place.length;
    for (int label : TopClasses.of(probabilities, top)) {
      fields[at++] = model.classes().get(label);
      fields[at++] = probabilities[label];
    }
    return RowFactory.create(fields);
  }

  /** Names of the columns of scores, the same in every format. */
  static final class ScoreColumns {
    /** Path of the file below the input, or its name if it is the input. */
    static final String FILE = "file";

    /** The line of the file, from 1. */
    static final String ROW = "row";

    /** The recording's number in its file, from 0. */
    static final String RECORDING = "recording";

    /** Reason why something could not be scored. */
    static final String REASON = "reason";

    private ScoreColumns() {}

    /**
     * The class of some rank.
     *
     * @param rank from 1
     */
    static String label(int rank) {
      return "label_" + rank;
    }

    /**
     * The probability of the class of some rank.
     *
     * @param rank from 1
     */
    static String probability(int rank) {
      return "probability_" + rank;
    }
  }
}
