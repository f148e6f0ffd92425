package org.spiketrain.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.MeanLoss;

/**
 * What examples weigh in a training: their own weights times those of their classes, divided by the
 * mean of that over all examples. That depends on the examples alone, not on how they are spread.
 *
 * @param ofClass weight of each class by label; a class that is not there weighs 1
 * @param mean mean of the products
 */
record ExampleWeights(Map<Integer, Double> ofClass, double mean) implements Serializable {
  /** Every example as it is. */
  private static final ExampleWeights ALIKE = new ExampleWeights(Map.of(), 1);

  /**
   * Those of rows of frames.
   *
   * @param power that of {@link ClassBalance#classWeights}
   */
  static ExampleWeights of(Dataset<Row> rows, double power) {
    if (power == 0 && !FrameParquet.hasWeights(rows)) {
      return ALIKE;
    }
    Column weight = FrameParquet.hasWeights(rows) ? col(FrameParquet.WEIGHT) : lit(1f);
    return of(
        rows.select(col("label"), weight)
            .javaRDD()
            .aggregate(
                new TreeMap<>(),
                (means, row) -> add(means, row.getInt(0), row.getFloat(1)),
                ExampleWeights::merge),
        power);
  }

  /** Those of examples. */
  static ExampleWeights of(List<Example> examples, double power) {
    Map<Integer, MeanLoss> means = new TreeMap<>();
    examples.forEach(example -> add(means, example.label(), example.weight()));
    return of(means, power);
  }

  private static Map<Integer, MeanLoss> add(Map<Integer, MeanLoss> means, int label, float weight) {
    means.computeIfAbsent(label, unused -> new MeanLoss()).add(weight);
    return means;
  }

  private static Map<Integer, MeanLoss> merge(
      Map<Integer, MeanLoss> means, Map<Integer, MeanLoss> others) {
    others.forEach(
        (label, mean) -> means.computeIfAbsent(label, unused -> new MeanLoss()).merge(mean));
    return means;
  }

  private static ExampleWeights of(Map<Integer, MeanLoss> means, double power) {
    MeanLoss all = new MeanLoss();
    means.values().forEach(all::merge);
    if (power == 0) {
      return new ExampleWeights(Map.of(), all.value());
    }
    Map<Integer, Double> weights = new TreeMap<>();
    double sum = 0;
    // In the order of the labels, so that the sum is the same each time.
    for (Map.Entry<Integer, MeanLoss> one : new TreeMap<>(means).entrySet()) {
      double ofClass = one.getValue().value() * one.getValue().examples();
      double weight = StrictMath.pow(ofClass / all.examples(), -power);
      weights.put(one.getKey(), weight);
      sum += weight * ofClass;
    }
    return new ExampleWeights(weights, sum / all.examples());
  }

  /** An example as it weighs in the training. */
  Example weigh(Example example) {
    double weight = example.weight() * ofClass.getOrDefault(example.label(), 1.0) / mean;
    // Above 0, however small: the label of an example is where its weight stands.
    return example.weighing((float) Math.max(weight, Float.MIN_NORMAL));
  }
}
