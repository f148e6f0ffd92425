package org.spiketrain.model.loss;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * Loss of one example's output over time, spikes or membrane potentials [time][outputs], with its
 * gradient; most are those of snnTorch's {@code functional}. With more outputs than classes the
 * code is a population's: class k owns the outputs from {@code k outputs / classes} to {@code (k +
 * 1) outputs / classes}.
 */
public interface SequenceLoss extends Serializable {
  /**
   * Loss of one example.
   *
   * @param sequence [time][outputs]
   * @param label the right class
   * @param classes number of classes, a divisor of the outputs
   * @param gradient receives the gradient by the sequence
   * @return the loss; a minibatch's is the mean over its examples
   */
  double evaluate(float[][] sequence, int label, int classes, float[][] gradient);

  /**
   * Loss of one example where no gradient is asked for.
   *
   * @return as {@link #evaluate}; 0 where there are no time steps
   */
  default double value(float[][] sequence, int label, int classes) {
    if (sequence.length == 0) {
      return 0;
    }
    return evaluate(sequence, label, classes, new float[sequence.length][sequence[0].length]);
  }

  /**
   * What the classes are compared by: the greatest wins, the lowest of several greatest. Spike
   * counts, unless the loss says otherwise.
   *
   * @param sequence [time][outputs]
   * @return [classes]
   */
  default float[] scores(float[][] sequence, int classes) {
    return counts(sequence, classes);
  }

  /** This loss as {@link #parse(String)} reads it. */
  String spec();

  /**
   * Reads {@code mse-count(0.8, 0.2)}, {@code ce-count}, {@code ce-rate}, {@code ce-mean}, {@code
   * ce-max-membrane} or {@code mse-membrane(1, 0)}.
   *
   * @throws UserErrorException if it is none of them
   */
  static SequenceLoss parse(String spec) {
    Matcher parts = SPEC.matcher(spec.strip().toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      boolean hasRates = parts.group(2) != null;
      float right = hasRates ? Float.parseFloat(parts.group(2)) : 1f;
      float wrong = hasRates ? Float.parseFloat(parts.group(3)) : 0f;
      switch (parts.group(1)) {
        case "mse-count":
          return new CountMeanSquaredError(right, wrong);
        case "mse-membrane":
          return new MembraneMeanSquaredError(right, wrong);
        case "ce-count":
          return new CountCrossEntropy();
        case "ce-rate":
          return new RateCrossEntropy();
        case "ce-mean":
          return new MeanCrossEntropy();
        case "ce-max-membrane":
          return new MaxMembraneCrossEntropy();
        default:
      }
    }
    throw new UserErrorException(
        "Unknown loss '%s': expected mse-count(0.8, 0.2), ce-count, ce-rate, ce-mean, ce-max-membrane or mse-membrane(1, 0)"
            .formatted(spec));
  }

  /** Sums over time and over each class's population. */
  static float[] counts(float[][] sequence, int classes) {
    float[] counts = new float[classes];
    for (float[] step : sequence) {
      int population = step.length / classes;
      for (int j = 0; j < step.length; j++) {
        counts[j / population] += step[j];
      }
    }
    return counts;
  }

  /** Gives every step and every member of a population its class's gradient. */
  static void spread(float[] gradCounts, float[][] gradient) {
    for (float[] step : gradient) {
      int population = step.length / gradCounts.length;
      for (int j = 0; j < step.length; j++) {
        step[j] = gradCounts[j / population];
      }
    }
  }

  /** A name, and two rates where the loss has them. */
  Pattern SPEC =
      Pattern.compile("([a-z-]+)(?:\\(\\s*([0-9]*\\.?[0-9]+)\\s*,\\s*([0-9]*\\.?[0-9]+)\\s*\\))?");
}
