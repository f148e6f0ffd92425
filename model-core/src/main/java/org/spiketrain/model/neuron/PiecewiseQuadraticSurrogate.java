package org.spiketrain.model.neuron;

/**
 * Triangle: {@code max(0, alpha - alpha^2 |z|)}.
 *
 * @param alpha steepness, above 0; the triangle is 2 / alpha wide
 */
public record PiecewiseQuadraticSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = Math.max(0f, alpha - alpha * alpha * Math.abs(z[j]));
    }
  }

  @Override
  public double smooth(double z) {
    double clamped = Math.max(-1 / alpha, Math.min(1 / alpha, z));
    return -0.5 * alpha * alpha * Math.abs(clamped) * clamped + alpha * clamped + 0.5;
  }

  @Override
  public String spec() {
    return "piecewise-quadratic(" + alpha + ")";
  }
}
