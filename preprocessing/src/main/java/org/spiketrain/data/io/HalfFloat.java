package org.spiketrain.data.io;

/** IEEE 754 half-precision numbers: a sign bit, 5 bits of exponent, 10 of mantissa. */
final class HalfFloat {
  private static final int EXPONENT_BITS = 0x1F;
  private static final int MANTISSA_BITS = 0x3FF;
  private static final int MANTISSA_LENGTH = 10;
  private static final int BIAS = 15;

  private HalfFloat() {}

  /** The number with these bits; every half is a float too. */
  static float toFloat(int bits) {
    int exponent = (bits >>> MANTISSA_LENGTH) & EXPONENT_BITS;
    int mantissa = bits & MANTISSA_BITS;
    float magnitude;
    if (exponent == EXPONENT_BITS) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) mantissa, 1 - BIAS - MANTISSA_LENGTH);
    } else {
      magnitude =
          Math.scalb(
              (float) (mantissa | (1 << MANTISSA_LENGTH)), exponent - BIAS - MANTISSA_LENGTH);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** The nearest half to a number, ties to even. */
  static short ofFloat(float number) {
    int bits = Float.floatToRawIntBits(number);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(number);
    if (Float.isNaN(number)) {
      return (short) 0x7E00;
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7C00);
    }
    int exponent = Math.max(Math.getExponent(magnitude), 1 - BIAS);
    // Whole multiples of the last place, rounded as IEEE 754 says; a carry moves into the exponent.
    int units = (int) Math.rint(Math.scalb((double) magnitude, MANTISSA_LENGTH - exponent));
    int field = units < 1 << MANTISSA_LENGTH ? 0 : exponent + BIAS - 1;
    return (short) (sign | ((field << MANTISSA_LENGTH) + units));
  }
}
