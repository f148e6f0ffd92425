package org.spiketrain.model.metrics;

import java.io.Serializable;

/**
 * Makes class probabilities that were learnt with some shares of the classes those for other
 * shares: each is multiplied by the wanted share and divided by the learnt one, and all are
 * normalised (Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of a classifier to new
 * a priori probabilities").
 */
public final class PriorShift implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] factors;

  /**
   * A shift between shares of the classes, each of which sums to 1.
   *
   * @param learnt share of each class in the training; a class that it did not have is never
   *     answered
   * @param wanted share of each class where the answers are wanted, in [0, 1]
   */
  public PriorShift(double[] learnt, double[] wanted) {
    if (learnt.length != wanted.length) {
      throw new IllegalArgumentException(
          "%d shares learnt, %d wanted".formatted(learnt.length, wanted.length));
    }
    this.factors = new double[learnt.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = learnt[c] > 0 ? wanted[c] / learnt[c] : 0;
    }
  }

  /**
   * Probabilities by the wanted shares, summing to 1. If nothing is left of them, because all that
   * were not 0 are of classes that are not wanted, they stay as they are.
   *
   * @param logProbabilities logarithms of the probabilities, up to a common summand; of one that is
   *     0, negative infinity
   */
  public double[] apply(double[] logProbabilities) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < factors.length; c++) {
      most = factors[c] > 0 ? Math.max(most, logProbabilities[c]) : most;
    }
    double[] shifted = new double[factors.length];
    boolean unwanted = most == Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] =
          unwanted
              ? Math.exp(logProbabilities[c])
              : factors[c] == 0 ? 0 : factors[c] * Math.exp(logProbabilities[c] - most);
      sum += shifted[c];
    }
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] /= sum;
    }
    return shifted;
  }
}
