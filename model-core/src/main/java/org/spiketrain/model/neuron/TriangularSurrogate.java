package org.spiketrain.model.neuron;

/**
 * snnTorch's {@code triangular}: {@code +height} below the threshold and {@code -height} from it
 * on, the slopes of a triangle rather than the triangle itself.
 *
 * @param height above 0; snnTorch calls it threshold
 */
public record TriangularSurrogate(float height) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = z[j] < 0f ? height : -height;
    }
  }

  @Override
  public double smooth(double z) {
    return -height * Math.abs(z);
  }

  @Override
  public String spec() {
    return "triangular(" + height + ")";
  }
}
