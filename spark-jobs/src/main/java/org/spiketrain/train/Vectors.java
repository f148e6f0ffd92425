package org.spiketrain.train;

/** Arithmetic of vectors of one length; in single precision, so that all machines round alike. */
final class Vectors {
  private Vectors() {}

  static float[] difference(float[] minuend, float[] subtrahend) {
    float[] difference = new float[minuend.length];
    for (int j = 0; j < difference.length; j++) {
      difference[j] = minuend[j] - subtrahend[j];
    }
    return difference;
  }

  static float[] sum(float[] one, float[] other) {
    float[] sum = new float[one.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = one[j] + other[j];
    }
    return sum;
  }
}
