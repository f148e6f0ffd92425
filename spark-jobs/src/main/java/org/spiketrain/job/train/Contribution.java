package org.spiketrain.job.train;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.spiketrain.model.kernel.NativeFloats;
import scala.Tuple2;

/**
 * One worker's share of a round's average, or the sum of several: parameters and updater state
 * already weighted by the worker's share of the round's examples, and what it counted.
 */
final class Contribution implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Up to so many workers, their contributions are summed on the driver. */
  private static final int FLAT_LIMIT = 8;

  private final float[] parameters;
  private final float[] updaterState;
  private long examples;
  private double loss;
  private long correct;

  private Contribution(float[] parameters, float[] updaterState) {
    this.parameters = parameters;
    this.updaterState = updaterState;
  }

  /**
   * @param weight the worker's share of the round's examples
   * @param loss summed loss of its examples
   * @param correct how many of them it predicted rightly
   */
  static Contribution of(
      ParameterAveragingTrainingResult result,
      float weight,
      long examples,
      double loss,
      long correct) {
    float[] state =
        result.getUpdaterState() == null
            ? new float[0]
            : NativeFloats.copy(result.getUpdaterState());
    Contribution contribution = new Contribution(NativeFloats.copy(result.getParameters()), state);
    scale(contribution.parameters, weight);
    scale(contribution.updaterState, weight);
    contribution.examples = examples;
    contribution.loss = loss;
    contribution.correct = correct;
    return contribution;
  }

  private static void scale(float[] values, float factor) {
    for (int j = 0; j < values.length; j++) {
      values[j] *= factor;
    }
  }

  /**
   * Sum over all workers, always added up in the same order, as a tree of two levels if there are
   * many: rounding is then the same in every run. (Spark's treeAggregate adds in order of arrival.)
   */
  static Contribution sum(JavaRDD<Contribution> contributions) {
    int workers = contributions.getNumPartitions();
    if (workers <= FLAT_LIMIT) {
      return inOrder(contributions.collect());
    }
    int groups = (int) Math.ceil(Math.sqrt(workers));
    List<Contribution> partial =
        contributions
            .mapPartitionsWithIndex(
                (worker, one) ->
                    List.of(new Tuple2<>(worker % groups, new Tuple2<>(worker, one.next())))
                        .iterator(),
                true)
            .mapToPair(t -> t)
            .groupByKey(groups)
            .mapToPair(group -> new Tuple2<>(group._1(), sumOfGroup(group._2())))
            .sortByKey()
            .values()
            .collect();
    return inOrder(partial);
  }

  private static Contribution sumOfGroup(Iterable<Tuple2<Integer, Contribution>> group) {
    TreeMap<Integer, Contribution> byWorker = new TreeMap<>();
    group.forEach(member -> byWorker.put(member._1(), member._2()));
    return inOrder(List.copyOf(byWorker.values()));
  }

  private static Contribution inOrder(List<Contribution> contributions) {
    Contribution total = contributions.get(0);
    for (Contribution next : contributions.subList(1, contributions.size())) {
      total.add(next);
    }
    return total;
  }

  private void add(Contribution other) {
    add(parameters, other.parameters);
    add(updaterState, other.updaterState);
    examples += other.examples;
    loss += other.loss;
    correct += other.correct;
  }

  private static void add(float[] target, float[] source) {
    for (int j = 0; j < target.length; j++) {
      target[j] += source[j];
    }
  }

  float[] parameters() {
    return parameters;
  }

  float[] updaterState() {
    return updaterState;
  }

  long examples() {
    return examples;
  }

  double loss() {
    return loss;
  }

  long correct() {
    return correct;
  }
}
