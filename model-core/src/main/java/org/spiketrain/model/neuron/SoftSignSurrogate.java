package org.spiketrain.model.neuron;

/**
 * Derivative of the soft sign as SpikingJelly computes it: {@code 1 / (2 alpha (1 / alpha +
 * |z|)^2)}.
 *
 * @param alpha steepness, above 0
 */
public record SoftSignSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    float width = 1f / alpha;
    for (int j = 0; j < n; j++) {
      float d = width + Math.abs(z[j]);
      out[j] = 0.5f * width / (d * d);
    }
  }

  @Override
  public double smooth(double z) {
    return 0.5 * (z / (1 / alpha + Math.abs(z)) + 1);
  }

  @Override
  public String spec() {
    return "soft-sign(" + alpha + ")";
  }
}
