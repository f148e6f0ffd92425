package org.spiketrain.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages the contributions of all workers, always added up in the same order, as a tree of two
 * levels if there are many: rounding is then the same in every run. (Spark's treeAggregate adds in
 * order of arrival.)
 */
final class Averaging {
  /** Up to so many workers, their contributions are summed on the driver. */
  private static final int FLAT_LIMIT = 8;

  private Averaging() {}

  /** The average of one round, in one Spark job. */
  static Contribution of(JavaRDD<Contribution> contributions) {
    return of(contributions, FLAT_LIMIT);
  }

  static Contribution of(JavaRDD<Contribution> contributions, int flatLimit) {
    if (contributions.getNumPartitions() <= flatLimit) {
      return inOrder(contributions.collect()).average();
    }
    List<WeightedSum> sums = sumsOfGroups(contributions);
    WeightedSum total = sums.get(0);
    sums.subList(1, sums.size()).forEach(total::add);
    return total.average();
  }

  private static List<WeightedSum> sumsOfGroups(JavaRDD<Contribution> contributions) {
    int groups = (int) Math.ceil(Math.sqrt(contributions.getNumPartitions()));
    return contributions
        .mapPartitionsWithIndex(
            (worker, one) ->
                List.of(new Tuple2<>(worker % groups, new Tuple2<>(worker, one.next()))).iterator(),
            true)
        .mapToPair(member -> member)
        .groupByKey(groups)
        .mapToPair(group -> new Tuple2<>(group._1(), sumOfGroup(group._2())))
        .collect()
        .stream()
        // Here and not by Spark, whose sortByKey runs the tasks once more to look at the keys.
        .sorted(Comparator.comparing(Tuple2::_1))
        .map(Tuple2::_2)
        .toList();
  }

  private static WeightedSum sumOfGroup(Iterable<Tuple2<Integer, Contribution>> group) {
    TreeMap<Integer, Contribution> byWorker = new TreeMap<>();
    group.forEach(member -> byWorker.put(member._1(), member._2()));
    return inOrder(List.copyOf(byWorker.values()));
  }

  private static WeightedSum inOrder(List<Contribution> contributions) {
    WeightedSum sum = new WeightedSum(contributions.get(0));
    contributions.forEach(sum::add);
    return sum;
  }

  /**
   * Contribution of one worker, or of all of them on average, to a round: parameters and updater's
   * state (empty if it has none) after it; of the examples trained on, their number, summed loss
   * and right predictions.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Contribution(
      float[] parameters, float[] updaterState, long examples, double loss, long correct)
      implements Serializable {}

  /**
   * A sum of contributions, each weighted by its examples. It is divided once, at the end, and
   * summed in double precision: the average of a single worker is that worker's result, bit for
   * bit.
   */
  static final class WeightedSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] parameters;
    private final double[] updaterState;
    private long examples;
    private double loss;
    private long correct;

    /** An empty sum of contributions of the first one's size. */
    WeightedSum(Contribution first) {
      this.parameters = new double[first.parameters.length];
      this.updaterState = new double[first.updaterState.length];
    }

    WeightedSum add(Contribution one) {
      add(parameters, one.parameters, (double) one.examples);
      add(updaterState, one.updaterState, (double) one.examples);
      return count(one.examples, one.loss, one.correct);
    }

    WeightedSum add(WeightedSum other) {
      Arrays.setAll(parameters, j -> parameters[j] + other.parameters[j]);
      Arrays.setAll(updaterState, j -> updaterState[j] + other.updaterState[j]);
      return count(other.examples, other.loss, other.correct);
    }

    private WeightedSum count(long moreExamples, double moreLoss, long moreCorrect) {
      examples += moreExamples;
      loss += moreLoss;
      correct += moreCorrect;
      return this;
    }

    private static void add(double[] target, float[] values, double weight) {
      for (int j = 0; j < values.length; j++) {
        target[j] += weight * values[j];
      }
    }

    /** The weighted means; examples, loss and correct predictions are those of all together. */
    Contribution average() {
      return new Contribution(
          divided(parameters, examples), divided(updaterState, examples), examples, loss, correct);
    }

    private static float[] divided(double[] sums, long by) {
      float[] means = new float[sums.length];
      for (int j = 0; j < means.length; j++) {
        means[j] = (float) (sums[j] / by);
      }
      return means;
    }
  }
}
