package org.spiketrain.model.loss;

/**
 * snnTorch's {@code ce_rate_loss}: cross entropy of the outputs of each step, averaged over the
 * steps. Classes are compared by their spike counts.
 */
public record RateCrossEntropy() implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    int steps = sequence.length;
    float[][] one = new float[1][];
    float[][] gradOne = new float[1][];
    double loss = 0;
    for (int t = 0; t < steps; t++) {
      one[0] = sequence[t];
      gradOne[0] = gradient[t];
      float[] grad = SequenceLoss.counts(one, classes);
      loss += ClassificationLoss.crossEntropy(grad, label) / steps;
      for (int c = 0; c < classes; c++) {
        grad[c] /= steps;
      }
      SequenceLoss.spread(grad, gradOne);
    }
    return loss;
  }

  @Override
  public String spec() {
    return "ce-rate";
  }
}
