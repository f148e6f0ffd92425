package org.spiketrain.model.loss;

import org.spiketrain.model.api.Spec;

/**
 * snnTorch's {@code ce_temporal_loss}: cross entropy of scores that fall with the time t of a
 * class, in steps from 0, {@code -log softmax(-t)[label]} or {@code -log softmax(1 / (t +
 * 1))[label]}.
 *
 * @param inverse what makes scores of times
 */
record TemporalCrossEntropy(Inverse inverse) implements TemporalLoss {
  /** Scores by a time. */
  enum Inverse {
    /** {@code -t}. */
    NEGATE,
    /** {@code 1 / (t + 1)}. */
    RECIPROCAL
  }

  @Override
  public void score(float[] times) {
    if (inverse == Inverse.NEGATE) {
      TemporalLoss.super.score(times);
      return;
    }
    for (int c = 0; c < times.length; c++) {
      times[c] = 1 / (times[c] + 1);
    }
  }

  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    FirstSpikes spikes = FirstSpikes.of(sequence);
    float[] scores = spikes.classTimes(classes);
    score(scores);
    // Not of the softmax itself, which is 0 where a class is late by a hundred steps.
    double[] logarithms = Softmax.logarithms(scores);
    int population = gradient[0].length / classes;
    float[] byTime = new float[gradient[0].length];
    for (int j = 0; j < byTime.length; j++) {
      int c = j / population;
      double byScore = Math.exp(logarithms[c]) - (c == label ? 1 : 0);
      byTime[j] = (float) (byScore * slope(scores[c]) / population);
    }
    spikes.spread(byTime, gradient);
    return -logarithms[label];
  }

  /** Derivative of a score by its time. */
  private double slope(float score) {
    return inverse == Inverse.NEGATE ? -1 : -(double) score * score;
  }

  @Override
  public String spec() {
    return Spec.of("ce-temporal").with("inverse", inverse).toString();
  }
}
