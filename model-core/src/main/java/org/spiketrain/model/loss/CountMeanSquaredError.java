package org.spiketrain.model.loss;

/**
 * snnTorch's {@code mse_count_loss}: the right class is to fire in a share of the steps, the others
 * in another. With {@code target = int(T rate population)}, the loss is {@code mean((count -
 * target)^2) / T} over the classes.
 *
 * @param correctRate share of steps in which the right class is to fire, in [0, 1]
 * @param incorrectRate the same of the wrong ones
 */
public record CountMeanSquaredError(float correctRate, float incorrectRate)
    implements SequenceLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    int steps = sequence.length;
    int population = sequence[0].length / classes;
    float[] counts = scores(sequence, classes);
    float[] grad = new float[classes];
    double loss = 0;
    for (int c = 0; c < classes; c++) {
      // In double, as Python multiplies: int(10 * 0.8) is 8.
      double rate = Double.parseDouble(Float.toString(c == label ? correctRate : incorrectRate));
      double error = counts[c] - (int) (steps * rate * population);
      loss += error * error / classes / steps;
      grad[c] = (float) (2 * error / classes / steps);
    }
    SequenceLoss.spread(grad, gradient);
    return loss;
  }

  @Override
  public String spec() {
    return "mse-count(" + correctRate + ", " + incorrectRate + ")";
  }
}
