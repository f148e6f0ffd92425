package org.spiketrain.model.loss;

/**
 * Cross entropy of the softmax of each class's mean over time (and over its population): the usual
 * loss of a readout whose membrane potentials integrate without firing.
 */
public record MeanCrossEntropy() implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    float[] grad = scores(sequence, classes);
    double loss = ClassificationLoss.crossEntropy(grad, label);
    scale(grad, sequence);
    SequenceLoss.spread(grad, gradient);
    return loss;
  }

  @Override
  public float[] scores(float[][] sequence, int classes) {
    float[] mean = SequenceLoss.counts(sequence, classes);
    scale(mean, sequence);
    return mean;
  }

  private static void scale(float[] classes, float[][] sequence) {
    int outputs =
        sequence.length == 0 ? 1 : sequence.length * (sequence[0].length / classes.length);
    for (int c = 0; c < classes.length; c++) {
      classes[c] /= outputs;
    }
  }

  @Override
  public String spec() {
    return "ce-mean";
  }
}
