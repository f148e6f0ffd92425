package org.spiketrain.model.loss;

import java.io.Serializable;
import java.util.Locale;
import org.spiketrain.model.UserErrorException;

/** Loss of one example's class scores, with its gradient. */
public interface ClassificationLoss extends Serializable {
  /**
   * Loss of one example.
   *
   * @param probabilities softmax of the scores, [classes]
   * @param target wanted probabilities, [classes], summing to 1
   * @param gradScores receives the gradient by the scores (before the softmax), [classes]
   * @return the loss, at least 0
   */
  double evaluate(float[] probabilities, float[] target, float[] gradScores);

  /**
   * Mean loss of several classifiers of one example; the gradient is of every one's own loss, so
   * that each learns as if it were alone.
   *
   * @param probabilities softmax of each classifier's scores, [classifiers][classes]
   * @param target wanted probabilities, [classes], summing to 1
   * @param gradScores receives the gradients by the scores, [classifiers][classes]
   * @return the mean of their losses, at least 0
   */
  default double evaluate(float[][] probabilities, float[] target, float[][] gradScores) {
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      sum += evaluate(probabilities[k], target, gradScores[k]);
    }
    return sum / probabilities.length;
  }

  /** This loss as {@link #parse(String)} reads it. */
  String spec();

  /**
   * Reads {@code softmax-mse}, {@code cross-entropy} or {@code cross-entropy(0.1)} with the share
   * of label smoothing.
   *
   * @throws UserErrorException if it is none of them
   */
  static ClassificationLoss parse(String spec) {
    String text = spec.strip().toLowerCase(Locale.ROOT);
    if (text.equals("softmax-mse")) {
      return new SoftmaxMeanSquaredError();
    }
    if (text.equals("cross-entropy")) {
      return new SoftmaxCrossEntropy(0);
    }
    if (text.matches("cross-entropy\\(0(\\.[0-9]+)?\\)")) {
      String share = text.substring(text.indexOf('(') + 1, text.length() - 1);
      return new SoftmaxCrossEntropy(Float.parseFloat(share));
    }
    throw new UserErrorException(
        "Unknown loss '%s': expected softmax-mse, cross-entropy or cross-entropy(0.1)"
            .formatted(spec));
  }

  /**
   * Cross entropy of the softmax of scores with one right class.
   *
   * @param scores any values; replaced by the gradient by them
   * @return {@code -log p} of the right class's probability
   */
  static double crossEntropy(float[] scores, int label) {
    softmax(scores);
    double loss = -Math.log(Math.max(scores[label], Float.MIN_NORMAL));
    scores[label] -= 1f;
    return loss;
  }

  /**
   * Logarithms of the softmax, which tell nearly sure answers apart where the softmax itself is
   * rounded to 1.
   *
   * @param scores any values, left as they are
   * @return [classes], at most 0
   */
  static double[] logSoftmax(float[] scores) {
    int top = 0;
    for (int c = 1; c < scores.length; c++) {
      top = scores[c] > scores[top] ? c : top;
    }
    double others = 0;
    for (int c = 0; c < scores.length; c++) {
      others += c == top ? 0 : Math.exp((double) scores[c] - scores[top]);
    }
    double[] logarithms = new double[scores.length];
    for (int c = 0; c < scores.length; c++) {
      logarithms[c] = (double) scores[c] - scores[top] - Math.log1p(others);
    }
    return logarithms;
  }

  /** Replaces scores by their softmax. */
  static void softmax(float[] scores) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) (scores[c] / sum);
    }
  }
}
