package org.spiketrain.train;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A vector as it travels: Java writes an array of floats one by one, which takes longer than a
 * short round; this goes as blocks of bytes.
 */
final class FloatVector implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 1 << 14;

  private transient float[] values;

  /** Holds the values themselves, not a copy. */
  FloatVector(float[] values) {
    this.values = values;
  }

  float[] values() {
    return values;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.writeInt(values.length);
    byte[] bytes = new byte[Float.BYTES * Math.min(values.length, BLOCK)];
    FloatBuffer floats = floats(bytes);
    for (int at = 0; at < values.length; at += BLOCK) {
      int n = Math.min(BLOCK, values.length - at);
      floats.put(0, values, at, n);
      out.write(bytes, 0, Float.BYTES * n);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException {
    values = new float[in.readInt()];
    byte[] bytes = new byte[Float.BYTES * Math.min(values.length, BLOCK)];
    FloatBuffer floats = floats(bytes);
    for (int at = 0; at < values.length; at += BLOCK) {
      int n = Math.min(BLOCK, values.length - at);
      in.readFully(bytes, 0, Float.BYTES * n);
      floats.get(0, values, at, n);
    }
  }

  /** Little-endian, as nearly every processor has them: a copy, and no turning round. */
  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
