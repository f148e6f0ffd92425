package org.spiketrain.model.compress;

/**
 * Minus one, nothing or one, times the block's scale: five of them in a byte. What is below 0.7
 * times the mean magnitude is nothing, and the scale is the mean magnitude of the others, which is
 * nearly the closest for numbers that are normally or uniformly distributed (Li and Liu 2016,
 * "Ternary weight networks", equations 5 and 6).
 */
final class TernaryCode extends BlockCode {
  private static final double THRESHOLD = 0.7;
  private static final int DIGITS = 5;
  private static final int CODES = 243;

  /** The digits of each byte. */
  private static final byte[][] DIGITS_OF = digits();

  private static byte[][] digits() {
    byte[][] all = new byte[CODES][DIGITS];
    for (int code = 0; code < CODES; code++) {
      int rest = code;
      for (int digit = 0; digit < DIGITS; digit++) {
        all[code][digit] = (byte) (rest % 3 - 1);
        rest /= 3;
      }
    }
    return all;
  }

  /** The magnitude from which a number is not nothing. */
  private static double threshold(float[] values, int from, int to) {
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += Math.abs(values[j]);
    }
    return THRESHOLD * sum / (to - from);
  }

  @Override
  float scale(float[] values, int from, int to) {
    double threshold = threshold(values, from, to);
    if (!Double.isFinite(threshold)) {
      return Float.NaN;
    }
    double sum = 0;
    int count = 0;
    for (int j = from; j < to; j++) {
      double magnitude = Math.abs(values[j]);
      if (magnitude > threshold) {
        sum += magnitude;
        count++;
      }
    }
    return count == 0 ? 0 : finite(sum / count);
  }

  @Override
  int pack(float[] values, int from, int to, float scale, byte[] packed) {
    double threshold = threshold(values, from, to);
    int n = to - from;
    for (int first = 0; first < n; first += DIGITS) {
      int code = 0;
      for (int j = Math.min(first + DIGITS, n) - 1; j >= first; j--) {
        float value = values[from + j];
        int digit = value > threshold ? 2 : value < -threshold ? 0 : 1;
        code = 3 * code + digit;
      }
      packed[first / DIGITS] = (byte) code;
    }
    return bytes(n);
  }

  @Override
  void unpack(byte[] packed, float scale, float[] values, int from, int to) {
    int n = to - from;
    for (int first = 0; first < n; first += DIGITS) {
      byte[] digits = DIGITS_OF[packed[first / DIGITS] & 0xff];
      int end = Math.min(DIGITS, n - first);
      for (int j = 0; j < end; j++) {
        values[from + first + j] = digits[j] * scale;
      }
    }
  }

  @Override
  int bytes(int numbers) {
    return (numbers + DIGITS - 1) / DIGITS;
  }
}
