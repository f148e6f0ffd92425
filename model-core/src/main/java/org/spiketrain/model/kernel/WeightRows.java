package org.spiketrain.model.kernel;

/**
 * Adds scaled weight rows to the gates' pre-activations, four rows in one pass: each target value
 * is then loaded and stored once for four additions. The order of the additions depends on the
 * order of the rows alone.
 */
final class WeightRows {
  private static final int GROUP = 4;

  private final float[][][] rows = new float[GROUP][][];
  private final float[] factors = new float[GROUP];
  private int waiting;

  /** Takes one more row, [gates][hidden]; adds the group once it is full. */
  void add(float[][] row, float factor, float[][] target) {
    rows[waiting] = row;
    factors[waiting++] = factor;
    if (waiting == GROUP) {
      for (int g = 0; g < target.length; g++) {
        addFour(rows[0][g], rows[1][g], rows[2][g], rows[3][g], target[g]);
      }
      waiting = 0;
    }
  }

  /** Adds the rows that still wait, one after the other. */
  void flush(float[][] target) {
    for (int g = 0; g < target.length && waiting > 0; g++) {
      if (waiting == 1) {
        addOne(rows[0][g], factors[0], target[g]);
      } else if (waiting == 2) {
        addTwo(rows[0][g], rows[1][g], target[g]);
      } else {
        addThree(rows[0][g], rows[1][g], rows[2][g], target[g]);
      }
    }
    waiting = 0;
  }

  private void addFour(float[] a, float[] b, float[] c, float[] d, float[] target) {
    float fa = factors[0];
    float fb = factors[1];
    float fc = factors[2];
    float fd = factors[3];
    for (int j = 0; j < target.length; j++) {
      target[j] += (fa * a[j] + fb * b[j]) + (fc * c[j] + fd * d[j]);
    }
  }

  private static void addOne(float[] source, float factor, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += factor * source[j];
    }
  }

  private void addTwo(float[] a, float[] b, float[] target) {
    float fa = factors[0];
    float fb = factors[1];
    for (int j = 0; j < target.length; j++) {
      target[j] = (target[j] + fa * a[j]) + fb * b[j];
    }
  }

  private void addThree(float[] a, float[] b, float[] c, float[] target) {
    float fa = factors[0];
    float fb = factors[1];
    float fc = factors[2];
    for (int j = 0; j < target.length; j++) {
      target[j] = ((target[j] + fa * a[j]) + fb * b[j]) + fc * c[j];
    }
  }
}
