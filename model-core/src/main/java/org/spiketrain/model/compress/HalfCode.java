package org.spiketrain.model.compress;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/** IEEE 754's numbers of 16 bits: 11 significant bits down to 6e-5, fewer down to 6e-8. */
final class HalfCode implements DeltaCode {
  @Override
  public void encode(float[] values, List<Range> ranges, DataOutputStream out) throws IOException {
    for (Range range : ranges) {
      byte[] packed = new byte[Short.BYTES * range.length()];
      ByteBuffer shorts = ByteBuffer.wrap(packed);
      for (int j = range.begin(); j < range.end(); j++) {
        shorts.putShort((short) HalfIndexer.fromFloat(values[j]));
      }
      out.write(packed);
    }
  }

  @Override
  public void decode(ByteBuffer in, List<Range> ranges, float[] values) {
    for (Range range : ranges) {
      for (int j = range.begin(); j < range.end(); j++) {
        values[j] = HalfIndexer.toFloat(in.getShort());
      }
    }
  }

  @Override
  public long mostBytes(long numbers, int ranges) {
    return Short.BYTES * numbers;
  }
}
