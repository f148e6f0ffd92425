package org.spiketrain.model.neuron;

/** Elementary functions in a form that the JIT compiler turns into vector instructions. */
public final class VectorMath {
  private static final float HUGE = 1e38f;

  private VectorMath() {}

  /**
   * {@code exp(-u)} for {@code u >= 0}, relative error below 5e-6 up to u = 10 (absolute error
   * below 1e-9 beyond). {@code Math.exp} would keep a loop scalar; five squarings of a short
   * polynomial of {@code -u / 32} do not.
   */
  static float negativeExp(float u) {
    float v = Math.min(u, 32f) * (-1f / 32f);
    float p =
        1f
            + v
                * (1f
                    + v
                        * (0.5f
                            + v * (1f / 6f + v * (1f / 24f + v * (1f / 120f + v * (1f / 720f))))));
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    return p * p;
  }

  /**
   * Spike function {@code Theta}: {@code out[j] = 1} where {@code z[j] >= 0}, else 0; NaN stays
   * NaN. Written with min and max because a comparison keeps the loop scalar; the factor is applied
   * twice so that even the smallest negative float falls below -1.
   *
   * @param z pre-activations
   * @param out receives the spikes; may be {@code z} itself
   * @param n number of entries
   */
  public static void spikes(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = Math.min(1f, Math.max(0f, z[j] * HUGE * HUGE + 1f));
    }
  }
}
