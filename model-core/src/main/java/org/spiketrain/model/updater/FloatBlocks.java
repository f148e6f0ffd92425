package org.spiketrain.model.updater;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How updaters walk vectors off the heap: in blocks of floats that fit the first-level cache,
 * copied to arrays on the heap, whose loops the JIT compiler vectorises.
 */
final class FloatBlocks {
  /** Floats of a block. */
  static final int SIZE = 1024;

  private FloatBlocks() {}

  static FloatBuffer buffer(INDArray vector) {
    return new FloatPointer(vector.data().addressPointer()).capacity(vector.length()).asBuffer();
  }
}
