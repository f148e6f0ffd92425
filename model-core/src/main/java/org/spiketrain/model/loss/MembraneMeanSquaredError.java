package org.spiketrain.model.loss;

/**
 * snnTorch's {@code mse_membrane_loss} with targets that do not change over time: the right class's
 * membrane potential is to be at one value in every step, the others' at another; mean over steps
 * and outputs. Classes are compared by their highest membrane potential.
 *
 * @param onTarget wanted membrane potential of the right class
 * @param offTarget that of the wrong ones
 */
public record MembraneMeanSquaredError(float onTarget, float offTarget) implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    double loss = 0;
    for (int t = 0; t < sequence.length; t++) {
      int outputs = sequence[t].length;
      for (int j = 0; j < outputs; j++) {
        float target = j / (outputs / classes) == label ? onTarget : offTarget;
        double error = sequence[t][j] - target;
        loss += error * error / outputs / sequence.length;
        gradient[t][j] = (float) (2 * error / outputs / sequence.length);
      }
    }
    return loss;
  }

  @Override
  public float[] scores(float[][] sequence, int classes) {
    return new MaxMembraneCrossEntropy().scores(sequence, classes);
  }

  @Override
  public String spec() {
    return "mse-membrane(" + onTarget + ", " + offTarget + ")";
  }
}
