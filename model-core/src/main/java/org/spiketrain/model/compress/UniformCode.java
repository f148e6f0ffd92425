package org.spiketrain.model.compress;

/**
 * Whole numbers of 4 or 8 bits, rounded to the nearest (to the even one of two), so that the
 * largest magnitude of a block is the largest whole number.
 */
final class UniformCode extends BlockCode {
  private final int bits;
  private final int levels;

  /**
   * @param bits 4 or 8
   */
  UniformCode(int bits) {
    this.bits = bits;
    this.levels = (1 << (bits - 1)) - 1;
  }

  @Override
  float scale(float[] values, int from, int to) {
    float largest = largest(values, from, to);
    float scale = finite(largest / levels);
    // Numbers too small for a scale of their own are none; the next round brings them again.
    return scale < Float.MIN_NORMAL ? 0 : scale;
  }

  @Override
  int pack(float[] values, int from, int to, float scale, byte[] packed) {
    int n = to - from;
    for (int j = 0; j < n; j++) {
      int code = (int) Math.rint(values[from + j] / (double) scale);
      if (bits == Byte.SIZE) {
        packed[j] = (byte) code;
      } else if ((j & 1) == 0) {
        packed[j / 2] = (byte) (code & 15);
      } else {
        packed[j / 2] |= (byte) (code << 4);
      }
    }
    return bytes(n);
  }

  @Override
  void unpack(byte[] packed, float scale, float[] values, int from, int to) {
    for (int j = 0; j < to - from; j++) {
      int code = packed[j * bits / Byte.SIZE];
      if (bits < Byte.SIZE) {
        // The nibble as a signed number.
        code = (j & 1) == 0 ? (byte) (code << 4) >> 4 : code >> 4;
      }
      values[from + j] = code * scale;
    }
  }

  @Override
  int bytes(int numbers) {
    return (numbers * bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
