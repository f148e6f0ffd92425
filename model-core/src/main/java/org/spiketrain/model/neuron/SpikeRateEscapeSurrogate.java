package org.spiketrain.model.neuron;

/**
 * Derivative of the escape noise model of snnTorch: {@code slope exp(-beta |z - 1|)}, highest one
 * above the threshold.
 *
 * @param beta width, above 0
 * @param slope height, above 0
 */
public record SpikeRateEscapeSurrogate(float beta, float slope) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = slope * VectorMath.negativeExp(beta * Math.abs(z[j] - 1f));
    }
  }

  @Override
  public double smooth(double z) {
    double area = slope / beta;
    double tail = area * Math.exp(-beta * Math.abs(z - 1));
    return z < 1 ? tail : 2 * area - tail;
  }

  @Override
  public String spec() {
    return "spike-rate-escape(" + beta + ", " + slope + ")";
  }
}
