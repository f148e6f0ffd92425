package org.spiketrain.model.compress;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A coarse form of numbers, in few bytes. The same numbers always give the same bytes, and what is
 * no number or infinite is not one after decoding either, so that a training that diverges is seen.
 */
public interface DeltaCode {
  /** Numbers from {@code begin} on, up to but without {@code end}, of one kind and size. */
  record Range(int begin, int end) implements Serializable {
    int length() {
      return end - begin;
    }
  }

  /** Writes the ranges of {@code values}, one after the other. */
  void encode(float[] values, List<Range> ranges, DataOutputStream out) throws IOException;

  /** Reads what {@link #encode} wrote of the same ranges into a vector that is 0 there. */
  void decode(ByteBuffer in, List<Range> ranges, float[] values);

  /** Bytes that so many numbers in so many ranges become at most. */
  long mostBytes(long numbers, int ranges);
}
