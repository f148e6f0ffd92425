package org.spiketrain.model.compress;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A code of whole numbers times a scale of each block, so that small numbers beside large ones
 * elsewhere are not lost. A block whose scale is 0 is only that: of the rare letters and words of a
 * network, most do not move in a round.
 */
abstract class BlockCode implements DeltaCode {
  /** Numbers with one scale. */
  static final int BLOCK = 512;

  /** The scale of a block, 0 where all numbers are 0, NaN where one is infinite or no number. */
  abstract float scale(float[] values, int from, int to);

  /** Writes numbers of a block in units of a scale above 0; returns how many bytes. */
  abstract int pack(float[] values, int from, int to, float scale, byte[] packed);

  /** Reads {@code bytes(to - from)} bytes. */
  abstract void unpack(byte[] packed, float scale, float[] values, int from, int to);

  /** Bytes of so many numbers, without the scale. */
  abstract int bytes(int numbers);

  @Override
  public final void encode(float[] values, List<Range> ranges, DataOutputStream out)
      throws IOException {
    byte[] packed = new byte[bytes(BLOCK)];
    for (Range range : ranges) {
      for (int from = range.begin(); from < range.end(); from += BLOCK) {
        int to = Math.min(from + BLOCK, range.end());
        float scale = scale(values, from, to);
        out.writeFloat(scale);
        if (scale > 0) {
          out.write(packed, 0, pack(values, from, to, scale, packed));
        }
      }
    }
  }

  @Override
  public final void decode(ByteBuffer in, List<Range> ranges, float[] values) {
    byte[] packed = new byte[bytes(BLOCK)];
    for (Range range : ranges) {
      for (int from = range.begin(); from < range.end(); from += BLOCK) {
        int to = Math.min(from + BLOCK, range.end());
        float scale = in.getFloat();
        if (scale > 0) {
          in.get(packed, 0, bytes(to - from));
          unpack(packed, scale, values, from, to);
        } else if (Float.isNaN(scale)) {
          Arrays.fill(values, from, to, Float.NaN);
        }
      }
    }
  }

  @Override
  public final long mostBytes(long numbers, int ranges) {
    long blocks = numbers / BLOCK + ranges;
    return blocks * (Float.BYTES + bytes(BLOCK));
  }

  /** The largest magnitude, or what is no number. */
  static float largest(float[] values, int from, int to) {
    float largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(values[j]));
    }
    return largest;
  }

  /** A scale, or NaN if it is not finite. */
  static float finite(double scale) {
    return Math.abs(scale) <= Float.MAX_VALUE ? (float) scale : Float.NaN;
  }
}
