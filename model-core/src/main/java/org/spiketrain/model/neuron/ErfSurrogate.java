package org.spiketrain.model.neuron;

import org.apache.commons.math3.special.Erf;

/**
 * Gaussian derivative: {@code alpha / sqrt(pi) * exp(-(alpha z)^2)}, the derivative of {@code (1 +
 * erf(alpha z)) / 2} scaled as in SpikingJelly, whose recurrent cells use it with alpha 2 by
 * default.
 *
 * @param alpha steepness, above 0
 */
public record ErfSurrogate(float alpha) implements SurrogateGradient {
  @Override
  public void derivative(float[] z, float[] out, int n) {
    float height = (float) (alpha / Math.sqrt(Math.PI));
    for (int j = 0; j < n; j++) {
      float az = alpha * z[j];
      out[j] = height * VectorMath.negativeExp(az * az);
    }
  }

  @Override
  public double smooth(double z) {
    return 0.5 * (1 + Erf.erf(alpha * z));
  }

  @Override
  public String spec() {
    return "erf(" + alpha + ")";
  }
}
