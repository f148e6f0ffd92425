package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics.ClassMetrics;
import org.spiketrain.model.metrics.MetricsAccumulator;

/**
 * How good a baseline's answers are.
 *
 * @param metrics accuracy and its like
 * @param balancedAccuracy mean of the recalls of the classes that have examples, in [0, 1]
 */
public record BaselineFigures(ClassificationMetrics metrics, double balancedAccuracy)
    implements Serializable {
  private static final String ANSWER = "_answer";

  /**
   * Lets a fitted baseline answer, and counts.
   *
   * @param rows frames
   * @param classes names of the classes
   */
  public static BaselineFigures of(FittedBaseline fitted, Dataset<Row> rows, List<String> classes) {
    MetricsAccumulator counts =
        fitted
            .answer(rows, ANSWER)
            .select("label", ANSWER)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .aggregate(
                new MetricsAccumulator(classes.size()),
                (counted, row) ->
                    counted.add(row.getInt(0), floats(row.getArray(1).toDoubleArray())),
                MetricsAccumulator::merge);
    return of(ClassificationMetrics.of(counts, classes));
  }

  private static BaselineFigures of(ClassificationMetrics metrics) {
    double balanced =
        metrics.perClass().stream()
            .filter(one -> one.support() > 0)
            .mapToDouble(ClassMetrics::recall)
            .average()
            .orElse(0);
    return new BaselineFigures(metrics, balanced);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }
}
