package org.spiketrain.model.loss;

import java.util.Arrays;
import java.util.Locale;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.Spec;

/**
 * Cross entropy of the softmax of class scores, {@code -sum(y log p)}, with label smoothing
 * (Szegedy et al. 2016): {@code y = 1 - smoothing + smoothing / classes} of the right class and
 * {@code smoothing / classes} of the others.
 *
 * @param of the scores
 * @param smoothing fraction of the target spread evenly over the classes, in [0, 1)
 */
record CrossEntropy(Scores of, float smoothing) implements SequenceLoss {
  /** Class scores, over time and each class's population, by the name of the loss. */
  enum Scores {
    CROSS_ENTROPY("Cross entropy of a readout's scores; without one, as ce-count."),
    /** snnTorch's {@code ce_count_loss}. */
    CE_COUNT("Cross entropy of spike counts (snnTorch)."),
    /** snnTorch's {@code ce_rate_loss}; the mean over the steps. */
    CE_RATE("Cross entropy of each step's outputs (snnTorch)."),
    /** The common loss of membrane potentials that integrate without firing. */
    CE_MEAN("Cross entropy of the outputs' means over time."),
    /** Of what a network says at the end of a sequence, such as the letter that follows it. */
    CE_LAST("Cross entropy of the last step's outputs."),
    /** {@code ce_max_membrane_loss}; the gradient goes to the first step that has the highest. */
    CE_MAX_MEMBRANE("Cross entropy of the highest membrane potentials (snnTorch)."),
    /** The cumulative softmax of Bittar and Garner 2022. */
    CE_SOFTMAX_SUM(
        "Cross entropy of the sums over time of each step's softmax (Bittar and Garner 2022).");

    private final String documentation;

    Scores(String documentation) {
      this.documentation = documentation;
    }

    String documentation() {
      return documentation;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    if (of == Scores.CE_RATE) {
      return stepByStep(sequence, label, classes, gradient);
    }
    float[] scores = scores(sequence, classes);
    float[] grad = scores.clone();
    double loss = entropy(grad, label);
    switch (of) {
      case CE_MEAN -> {
        divide(grad, outputsPerClass(sequence, sequence.length, classes));
        SequenceLoss.spread(grad, gradient);
      }
      case CE_LAST -> spreadToLast(grad, gradient);
      case CE_MAX_MEMBRANE -> spreadToHighest(sequence, scores, grad, gradient);
      case CE_SOFTMAX_SUM -> spreadThroughSoftmax(sequence, grad, gradient);
      default -> SequenceLoss.spread(grad, gradient);
    }
    return loss;
  }

  private double stepByStep(float[][] sequence, int label, int classes, float[][] gradient) {
    int steps = sequence.length;
    float[][] one = new float[1][];
    float[][] gradOne = new float[1][];
    double loss = 0;
    for (int t = 0; t < steps; t++) {
      one[0] = sequence[t];
      gradOne[0] = gradient[t];
      float[] grad = SequenceLoss.counts(one, classes);
      loss += entropy(grad, label) / steps;
      divide(grad, steps);
      SequenceLoss.spread(grad, gradOne);
    }
    return loss;
  }

  private static void spreadToLast(float[] grad, float[][] gradient) {
    int last = gradient.length - 1;
    for (int t = 0; t < last; t++) {
      Arrays.fill(gradient[t], 0f);
    }
    SequenceLoss.spread(grad, Arrays.copyOfRange(gradient, last, gradient.length));
  }

  private static void spreadToHighest(
      float[][] sequence, float[] highest, float[] grad, float[][] gradient) {
    for (int t = 0; t < sequence.length; t++) {
      int population = sequence[t].length / grad.length;
      for (int j = 0; j < sequence[t].length; j++) {
        int c = j / population;
        boolean first = sequence[t][j] == highest[c];
        gradient[t][j] = first ? grad[c] : 0f;
        if (first) {
          grad[c] = 0f;
        }
      }
    }
  }

  private static void spreadThroughSoftmax(float[][] sequence, float[] grad, float[][] gradient) {
    float[] ofStep = new float[grad.length];
    float[][] gradOne = new float[1][];
    for (int t = 0; t < sequence.length; t++) {
      Arrays.fill(ofStep, 0f);
      SequenceLoss.count(sequence[t], ofStep);
      Softmax.of(ofStep);
      double mean = 0;
      for (int c = 0; c < grad.length; c++) {
        mean += ofStep[c] * grad[c];
      }
      for (int c = 0; c < grad.length; c++) {
        ofStep[c] *= (float) (grad[c] - mean);
      }
      gradOne[0] = gradient[t];
      SequenceLoss.spread(ofStep, gradOne);
    }
  }

  /** Replaces scores by the gradient by them; returns the loss. */
  private double entropy(float[] scores, int label) {
    Softmax.of(scores);
    int classes = scores.length;
    double loss = 0;
    for (int c = 0; c < classes; c++) {
      float wanted = (1 - smoothing) * (c == label ? 1f : 0f) + smoothing / classes;
      if (wanted > 0) {
        loss -= wanted * Math.log(Math.max(scores[c], Float.MIN_NORMAL));
      }
      scores[c] -= wanted;
    }
    return loss;
  }

  @Override
  public float[] scores(float[][] sequence, int classes) {
    float[] scores = running().of(sequence, classes);
    if (of == Scores.CE_MEAN) {
      divide(scores, outputsPerClass(sequence, sequence.length, classes));
    }
    return scores;
  }

  @Override
  public float[][] scoresOverTime(float[][] sequence, int classes) {
    float[][] over = running().overTime(sequence, classes);
    if (of == Scores.CE_MEAN) {
      for (int t = 0; t < over.length; t++) {
        divide(over[t], outputsPerClass(sequence, t + 1, classes));
      }
    }
    return over;
  }

  private RunningScores running() {
    return switch (of) {
      case CE_LAST -> RunningScores.LAST;
      case CE_MAX_MEMBRANE -> RunningScores.HIGHEST;
      case CE_SOFTMAX_SUM -> RunningScores.SOFTMAX_SUMS;
      default -> RunningScores.COUNTS;
    };
  }

  /** Outputs of each class in the first steps of a sequence. */
  private static int outputsPerClass(float[][] sequence, int steps, int classes) {
    return steps == 0 ? 1 : steps * (sequence[0].length / classes);
  }

  private static void divide(float[] values, int by) {
    for (int c = 0; c < values.length; c++) {
      values[c] /= by;
    }
  }

  @Override
  public String spec() {
    return (smoothing == 0 ? Spec.of(of.label()) : Spec.of(of.label(), smoothing)).toString();
  }
}
