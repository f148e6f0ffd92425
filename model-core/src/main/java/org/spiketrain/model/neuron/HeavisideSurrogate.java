package org.spiketrain.model.neuron;

/** snnTorch's {@code heaviside}: the spike itself as its derivative, 1 above the threshold. */
public record HeavisideSurrogate() implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    VectorMath.strictSpikes(z, out, n);
  }

  @Override
  public double smooth(double z) {
    return Math.max(0, z);
  }

  @Override
  public String spec() {
    return "heaviside";
  }
}
