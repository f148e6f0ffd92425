package org.spiketrain.model.neuron;

/**
 * Derivative of the scaled arc tangent: {@code (alpha / 2) / (1 + (pi / 2 alpha z)^2)} (Fang et al.
 * 2021), as SpikingJelly and snnTorch compute it.
 *
 * @param alpha steepness, above 0
 */
public record ATanSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    float slope = (float) (Math.PI / 2 * alpha);
    for (int j = 0; j < n; j++) {
      float s = slope * z[j];
      out[j] = 0.5f * alpha / (1f + s * s);
    }
  }

  @Override
  public double smooth(double z) {
    return Math.atan(Math.PI / 2 * alpha * z) / Math.PI + 0.5;
  }

  @Override
  public String spec() {
    return "atan(" + alpha + ")";
  }
}
