package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.spiketrain.model.api.NeuronCell;

/**
 * Off-heap memory in which a kernel keeps data of a sequence, and the layout of its rows. For
 * training that is every step's: the state before the step and, in the blocks, the pre-activations
 * (or gates), which their gradients overwrite in the backward pass. For inference it is two steps'
 * outputs and a window of a few steps' pre-activations.
 */
final class SequenceMemory {
  /** Rows of an inference window, so that its input product is still a large one. */
  private static final int WINDOW_ROWS = 512;

  final NativeBuffer hiddenBefore = new NativeBuffer();
  final NativeBuffer[] stateBefore;

  private final int neurons;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private boolean training;
  private int windowStart;

  SequenceMemory(NeuronCell cell, int neurons) {
    this.neurons = neurons;
    this.stateBefore = new NativeBuffer[cell.states()];
    Arrays.setAll(stateBefore, s -> new NativeBuffer());
  }

  void reserve(SequenceShape newShape, boolean forTraining) {
    shape = newShape;
    training = forTraining;
    windowStart = 0;
    long stateRows = training ? shape.rows() : 2L * shape.batch();
    hiddenBefore.reserve(stateRows * neurons);
    if (training) {
      for (NativeBuffer state : stateBefore) {
        state.reserve(stateRows * neurons);
      }
    }
  }

  /** Rows of pre-activations that are kept at a time. */
  long zRows() {
    return training ? shape.rows() : (long) windowSteps() * shape.batch();
  }

  /** Number of steps whose pre-activations are kept at a time. */
  int windowSteps() {
    if (training) {
      return Math.max(1, shape.timeSteps());
    }
    return Math.max(1, Math.min(shape.timeSteps(), WINDOW_ROWS / Math.max(1, shape.batch())));
  }

  /** Begins the window whose earliest step is {@code t}. */
  void beginWindow(int t) {
    windowStart = t;
  }

  boolean isTraining() {
    return training;
  }

  /** First row of step {@code t} among the pre-activations. */
  int zRow(int t) {
    return shape.firstRow(t) - shape.firstRow(windowStart);
  }

  /** First row of the states before step {@code t}, before which {@code s} steps were run. */
  int stateRow(int t, int s) {
    return training ? shape.firstRow(t) : (s & 1) * shape.batch();
  }
}
