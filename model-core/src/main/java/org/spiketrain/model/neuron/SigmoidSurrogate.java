package org.spiketrain.model.neuron;

/**
 * Derivative of the logistic function: {@code alpha s (1 - s)} with {@code s = 1 / (1 + exp(-alpha
 * z))}.
 *
 * @param alpha steepness, above 0
 */
public record SigmoidSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      float e = VectorMath.negativeExp(Math.abs(alpha * z[j]));
      out[j] = alpha * e / ((1f + e) * (1f + e));
    }
  }

  @Override
  public double smooth(double z) {
    return 1 / (1 + Math.exp(-alpha * z));
  }

  @Override
  public String spec() {
    return "sigmoid(" + alpha + ")";
  }
}
