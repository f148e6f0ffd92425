package org.spiketrain.model.zoo;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads arrays of 32-bit floats as {@code Nd4j.write} stores them. ND4J's own reader reserves what
 * the header declares, beyond the heap, before it looks whether so much is there.
 */
final class StoredFloats {
  private static final int LARGEST_RANK = 3;

  /** Entries of ND4J's shape information besides rank, shape and strides. */
  private static final int SHAPE_EXTRAS = 4;

  private static final int C_ORDER = 'c';

  private StoredFloats() {}

  /**
   * Reads an array.
   *
   * @param bytes the whole entry
   * @param name the entry's, for messages
   * @return an array of rank 1 to 3
   * @throws IOException if it is cut off, or no array of finite floats of which each is there
   */
  static INDArray read(byte[] bytes, String name) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      DataInputStream data = new DataInputStream(in);
      long[] shape = shape(data);
      data.readUTF();
      long length = data.readLong();
      String type = data.readUTF();
      if (!type.equals("FLOAT")) {
        throw new IOException("it has numbers of type '%s', not FLOAT".formatted(type));
      }
      if (length != length(shape) || in.available() != length * Float.BYTES) {
        throw new IOException(
            "it declares %d numbers of shape %s, but has %d bytes of them"
                .formatted(length, Arrays.toString(shape), in.available()));
      }
      float[] values = new float[(int) length];
      ByteBuffer.wrap(bytes, bytes.length - in.available(), in.available())
          .asFloatBuffer()
          .get(values);
      checkFinite(values);
      return Nd4j.createFromArray(values).reshape('c', shape);
    } catch (EOFException | UTFDataFormatException e) {
      throw new IOException(name + " is cut off or damaged", e);
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static long[] shape(DataInputStream data) throws IOException {
    data.readUTF();
    long entries = data.readLong();
    if (!data.readUTF().equals("LONG")) {
      throw new IOException("its shape is not of long integers");
    }
    long rank = data.readLong();
    if (rank < 1 || rank > LARGEST_RANK || entries != 2 * rank + SHAPE_EXTRAS) {
      throw new IOException("its shape has rank %d in %d numbers".formatted(rank, entries));
    }
    long[] shape = new long[(int) rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = data.readLong();
    }
    long order = 0;
    for (int rest = 0; rest < rank + SHAPE_EXTRAS - 1; rest++) {
      order = data.readLong();
    }
    if (order != C_ORDER && rank > 1) {
      throw new IOException("its numbers are not in row-major order");
    }
    return shape;
  }

  private static long length(long[] shape) throws IOException {
    long length = 1;
    for (long size : shape) {
      if (size < 1 || size > Integer.MAX_VALUE / length) {
        throw new IOException("its shape is %s".formatted(Arrays.toString(shape)));
      }
      length *= size;
    }
    return length;
  }

  private static void checkFinite(float[] values) throws IOException {
    for (int k = 0; k < values.length; k++) {
      if (!Float.isFinite(values[k])) {
        throw new IOException("number %d of %d is %s".formatted(k + 1, values.length, values[k]));
      }
    }
  }
}
