package org.spiketrain.model.neuron;

/**
 * Two-sided exponential: {@code (alpha / 2) exp(-alpha |z|)}.
 *
 * @param alpha steepness, above 0
 */
public record PiecewiseExpSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = 0.5f * alpha * VectorMath.negativeExp(alpha * Math.abs(z[j]));
    }
  }

  @Override
  public double smooth(double z) {
    double tail = 0.5 * Math.exp(-alpha * Math.abs(z));
    return z < 0 ? tail : 1 - tail;
  }

  @Override
  public String spec() {
    return "piecewise-exp(" + alpha + ")";
  }
}
