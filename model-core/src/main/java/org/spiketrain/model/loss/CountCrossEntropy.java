package org.spiketrain.model.loss;

/** snnTorch's {@code ce_count_loss}: cross entropy of the spike counts. */
public record CountCrossEntropy() implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    float[] grad = scores(sequence, classes);
    double loss = ClassificationLoss.crossEntropy(grad, label);
    SequenceLoss.spread(grad, gradient);
    return loss;
  }

  @Override
  public String spec() {
    return "ce-count";
  }
}
