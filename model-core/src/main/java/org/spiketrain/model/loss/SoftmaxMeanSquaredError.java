package org.spiketrain.model.loss;

/**
 * Mean squared error of the softmax, averaged over the classes: {@code sum((p - y)^2) / classes}.
 * The loss of SpikingJelly's names tutorial.
 */
public record SoftmaxMeanSquaredError() implements ClassificationLoss {
  @Override
  public double evaluate(float[] probabilities, float[] target, float[] gradScores) {
    int classes = probabilities.length;
    double loss = 0;
    double mean = 0;
    for (int c = 0; c < classes; c++) {
      double error = probabilities[c] - target[c];
      loss += error * error;
      gradScores[c] = (float) (2 * error / classes);
      mean += probabilities[c] * gradScores[c];
    }
    for (int c = 0; c < classes; c++) {
      gradScores[c] = (float) (probabilities[c] * (gradScores[c] - mean));
    }
    return loss / classes;
  }

  @Override
  public String spec() {
    return "softmax-mse";
  }
}
