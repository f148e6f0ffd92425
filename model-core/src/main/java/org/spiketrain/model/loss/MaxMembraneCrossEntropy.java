package org.spiketrain.model.loss;

/**
 * snnTorch's {@code ce_max_membrane_loss}: cross entropy of each class's highest membrane potential
 * over time (and over its population). The gradient goes to the first step that has it.
 */
public record MaxMembraneCrossEntropy() implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    float[] highest = scores(sequence, classes);
    float[] grad = highest.clone();
    double loss = ClassificationLoss.crossEntropy(grad, label);
    for (int t = 0; t < sequence.length; t++) {
      int population = sequence[t].length / classes;
      for (int j = 0; j < sequence[t].length; j++) {
        int c = j / population;
        boolean first = sequence[t][j] == highest[c];
        gradient[t][j] = first ? grad[c] : 0f;
        if (first) {
          grad[c] = 0f;
        }
      }
    }
    return loss;
  }

  @Override
  public float[] scores(float[][] sequence, int classes) {
    float[] highest = new float[classes];
    java.util.Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (float[] step : sequence) {
      int population = step.length / classes;
      for (int j = 0; j < step.length; j++) {
        highest[j / population] = Math.max(highest[j / population], step[j]);
      }
    }
    return highest;
  }

  @Override
  public String spec() {
    return "ce-max-membrane";
  }
}
