package org.spiketrain.model.neuron;

/**
 * Straight-through estimator, {@code 1} everywhere (Bengio, Leonard and Courville 2013), as in
 * snnTorch: the backward pass sees the identity.
 */
public record StraightThroughSurrogate() implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    java.util.Arrays.fill(out, 0, n, 1f);
  }

  @Override
  public double smooth(double z) {
    return z;
  }

  @Override
  public String spec() {
    return "straight-through";
  }
}
