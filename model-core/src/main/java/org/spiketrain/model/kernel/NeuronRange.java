package org.spiketrain.model.kernel;

/** A block: {@code size} of the layer's {@code neurons} from {@code first} on, of so many gates. */
record NeuronRange(int gates, int neurons, int first, int size) {
  /** Floats of a row of the block, its gates side by side. */
  int width() {
    return gates * size;
  }

  boolean isWholeLayer() {
    return size == neurons;
  }

  /** Index of a gate's first value of the block in a matrix [rows, gates * neurons]. */
  long inLayer(int row, int gate) {
    return ((long) row * gates + gate) * neurons + first;
  }

  /** Index of the same in a matrix [rows, gates * size]. */
  long inBlock(int row, int gate) {
    return ((long) row * gates + gate) * size;
  }
}
