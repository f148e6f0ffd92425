package org.spiketrain.model.compress;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/**
 * The largest magnitudes of all ranges together, as numbers of 16 bits, and how many numbers lie
 * before each; the others are nothing (Stich et al. 2018, "Sparsified SGD with memory", top-k). Of
 * equal magnitudes the first ones are taken.
 */
final class LargestCode implements DeltaCode {
  private static final int MOST_GAP_BYTES = 5;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final double share;

  /**
   * @param share of the numbers that are kept, rounded up, above 0 and at most 1
   */
  LargestCode(double share) {
    this.share = share;
  }

  private long kept(long numbers) {
    return (long) Math.ceil(share * numbers);
  }

  @Override
  public void encode(float[] values, List<Range> ranges, DataOutputStream out) throws IOException {
    long numbers = ranges.stream().mapToLong(Range::length).sum();
    Smallest smallest = smallest(values, ranges, kept(numbers));
    long equal = smallest.equal;
    for (Range range : ranges) {
      int after = range.begin();
      for (int j = range.begin(); j < range.end(); j++) {
        int bits = magnitude(values[j]);
        if (bits > smallest.bits || (bits == smallest.bits && bits > 0 && equal-- > 0)) {
          writeGap(j - after, out);
          out.writeShort(HalfIndexer.fromFloat(values[j]));
          after = j + 1;
        }
      }
      // None of this range any more.
      writeGap(range.end() - after, out);
    }
  }

  @Override
  public void decode(ByteBuffer in, List<Range> ranges, float[] values) {
    for (Range range : ranges) {
      for (int j = range.begin() + readGap(in); j < range.end(); j += 1 + readGap(in)) {
        values[j] = HalfIndexer.toFloat(in.getShort());
      }
    }
  }

  @Override
  public long mostBytes(long numbers, int ranges) {
    return kept(numbers) * (Short.BYTES + MOST_GAP_BYTES) + (long) ranges * MOST_GAP_BYTES;
  }

  /** The smallest magnitude that is kept, as bits, and how many that are equal to it are. */
  private record Smallest(int bits, long equal) {}

  /** Bits of magnitudes are ordered as magnitudes are: their upper half decides, then the lower. */
  private static Smallest smallest(float[] values, List<Range> ranges, long kept) {
    int[] upper = new int[1 << (Short.SIZE - 1)];
    for (Range range : ranges) {
      for (int j = range.begin(); j < range.end(); j++) {
        upper[magnitude(values[j]) >>> Short.SIZE]++;
      }
    }
    long left = kept;
    int high = upper.length - 1;
    for (; high > 0 && upper[high] < left; high--) {
      left -= upper[high];
    }
    int[] lower = new int[1 << Short.SIZE];
    for (Range range : ranges) {
      for (int j = range.begin(); j < range.end(); j++) {
        int bits = magnitude(values[j]);
        if (bits >>> Short.SIZE == high) {
          lower[bits & 0xffff]++;
        }
      }
    }
    int low = lower.length - 1;
    for (; low > 0 && lower[low] < left; low--) {
      left -= lower[low];
    }
    return new Smallest((high << Short.SIZE) | low, left);
  }

  private static int magnitude(float value) {
    return Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
  }

  private static void writeGap(int gap, DataOutputStream out) throws IOException {
    int rest = gap;
    while (rest > SEVEN_BITS) {
      out.writeByte((rest & SEVEN_BITS) | MORE);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readGap(ByteBuffer in) {
    int gap = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      gap |= (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return gap;
      }
    }
  }
}
