package org.spiketrain.model.neuron;

/**
 * Derivative of the fast sigmoid without its slope, as snnTorch computes it (Zenke and Ganguli
 * 2018): {@code 1 / (1 + alpha |z|)^2}.
 *
 * @param alpha slope, above 0
 */
public record FastSigmoidSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      float d = 1f + alpha * Math.abs(z[j]);
      out[j] = 1f / (d * d);
    }
  }

  @Override
  public double smooth(double z) {
    return 0.5 + z / (1 + alpha * Math.abs(z));
  }

  @Override
  public String spec() {
    return "fast-sigmoid(" + alpha + ")";
  }
}
