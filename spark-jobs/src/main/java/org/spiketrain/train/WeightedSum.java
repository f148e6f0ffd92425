package org.spiketrain.train;

import java.io.Serializable;

/**
 * A sum of contributions, each weighted by its examples. It is divided once, at the end, and summed
 * in double precision: the average of a single worker is that worker's result, bit for bit.
 */
final class WeightedSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] parameters;
  private final double[] updaterState;
  private long examples;
  private double loss;
  private long correct;

  /** An empty sum of contributions of the first one's size. */
  WeightedSum(Contribution first) {
    this.parameters = new double[first.parameters().length];
    this.updaterState = new double[first.updaterState().length];
  }

  WeightedSum add(Contribution one) {
    add(parameters, one.parameters(), (double) one.examples());
    add(updaterState, one.updaterState(), (double) one.examples());
    return count(one.examples(), one.loss(), one.correct());
  }

  WeightedSum add(WeightedSum other) {
    add(parameters, other.parameters);
    add(updaterState, other.updaterState);
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

  private static void add(double[] target, double[] source) {
    for (int j = 0; j < source.length; j++) {
      target[j] += source[j];
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
