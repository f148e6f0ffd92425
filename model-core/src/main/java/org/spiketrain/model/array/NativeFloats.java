package org.spiketrain.model.array;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves whole float arrays between ND4J's memory and the heap by one copy. */
public final class NativeFloats {
  private NativeFloats() {}

  /** The values of arrays in row-major order, one array after the other. */
  public static float[] copy(INDArray... arrays) {
    long length = Arrays.stream(arrays).mapToLong(INDArray::length).sum();
    float[] values = new float[Math.toIntExact(length)];
    int at = 0;
    for (INDArray array : arrays) {
      INDArray flat = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
      int part = (int) flat.length();
      try {
        new FloatPointer(flat.data().addressPointer()).get(values, at, part);
      } finally {
        // ND4J frees the memory of arrays that nobody holds, even while it is being read.
        Reference.reachabilityFence(flat);
      }
      at += part;
    }
    return values;
  }

  /**
   * Overwrites an array that lies without gaps.
   *
   * @param values row-major, as many as it has
   * @throws IllegalArgumentException if they are more or fewer
   */
  public static void set(INDArray array, float[] values) {
    if (array.length() != values.length) {
      throw new IllegalArgumentException(
          "%d values for a parameter of %d".formatted(values.length, array.length()));
    }
    new FloatPointer(array.data().addressPointer()).put(values, 0, values.length);
  }

  /** The memory of an array of floats that lies without gaps, as it lies; no copy. */
  public static FloatBuffer buffer(INDArray array) {
    return new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }

  /** A new row vector [1, values.length]. */
  public static INDArray rowVector(float[] values) {
    return vector(values).reshape(1, values.length);
  }

  /** A new vector [values.length]. */
  public static INDArray vector(float[] values) {
    INDArray vector = Nd4j.createUninitialized(DataType.FLOAT, values.length);
    new FloatPointer(vector.data().addressPointer()).put(values);
    return vector;
  }
}
