package org.spiketrain.model.api;

/**
 * Elementary functions in a form that the JIT compiler turns into vector instructions. They read
 * and write the first {@code n} entries of arrays; one that they write may be one that they read.
 */
public final class VectorMath {
  private static final float HUGE = 1e38f;

  private VectorMath() {}

  /**
   * {@code exp(-u)} for {@code u >= 0}, relative error below 5e-6 up to u = 10 (absolute error
   * below 1e-9 beyond). {@code Math.exp} would keep a loop scalar; five squarings of a short
   * polynomial of {@code -u / 32} do not.
   */
  public static float negativeExp(float u) {
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
   */
  public static void spikes(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = Math.min(1f, Math.max(0f, z[j] * HUGE * HUGE + 1f));
    }
  }

  /**
   * Spike function that does not fire on the threshold itself: {@code out[j] = 1} where {@code z[j]
   * > 0}, else 0; NaN stays NaN.
   */
  public static void strictSpikes(float[] z, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = Math.min(1f, Math.max(0f, z[j] * HUGE * HUGE));
    }
  }

  /**
   * {@code out[j] = tanh(x[j])}, absolute error below 5e-7, in [-1, 1], for finite x: a rational
   * function fitted to tanh on [-9, 9] for the least largest error. {@code Math.tanh} would keep
   * the loop scalar.
   */
  public static void tanh(float[] x, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = tanh(x[j]);
    }
  }

  /**
   * {@code out[j] = 1 / (1 + exp(-x[j]))}, absolute error below 3e-7, in [0, 1], for finite x; from
   * {@link #tanh(float[], float[], int)} of half of x.
   */
  public static void sigmoid(float[] x, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = 0.5f + 0.5f * tanh(0.5f * x[j]);
    }
  }

  /** {@code target[j] += a[j]}. */
  public static void add(float[] a, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] += a[j];
    }
  }

  /** {@code target[j] = a[j] - b[j]}. */
  public static void subtract(float[] a, float[] b, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] = a[j] - b[j];
    }
  }

  /** {@code target[j] = a[j] b[j]}. */
  public static void multiply(float[] a, float[] b, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] = a[j] * b[j];
    }
  }

  /** {@code target[j] += a[j] b[j]}. */
  public static void addProduct(float[] a, float[] b, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] += a[j] * b[j];
    }
  }

  /** {@code target[j] = target[j] factor[j] + added[j]}. */
  public static void scaleAndAdd(float[] factor, float[] added, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] = target[j] * factor[j] + added[j];
    }
  }

  private static float tanh(float x) {
    float v = Math.min(9f, Math.max(-9f, x));
    float s = v * v;
    float p =
        0.9999999f
            + s * (0.13373204f + s * (0.0034865881f + s * (2.0471927e-05f + s * 1.3184344e-08f)));
    float q = 1f + s * (0.467065f + s * (0.025842004f + s * (0.00032713954f + s * 7.702716e-07f)));
    return Math.min(1f, Math.max(-1f, v * p / q));
  }
}
