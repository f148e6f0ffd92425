package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * Off-heap memory in which a kernel keeps data of a sequence, and the layout of its rows. For
 * training that is every step's of a window: the state before the step and, in the blocks, the
 * pre-activations (or gates), which their gradients overwrite in the backward pass. The window is
 * the whole sequence, or, where segments of it are run again, one of them; then the states at their
 * borders are kept too. For inference it is two steps' outputs and a window of a few steps'
 * pre-activations.
 */
final class SequenceMemory {
  /** Rows of an inference window, so that its input product is still a large one. */
  private static final int WINDOW_ROWS = 512;

  final NativeBuffer hiddenBefore = new NativeBuffer();
  final NativeBuffer[] stateBefore;
  final BorderStates borders;

  private final int neurons;
  private final CarriedRows carried = new CarriedRows(hiddenBefore);
  private SequenceShape shape = SequenceShape.full(0, 0);
  private List<TimeWindow> windows =
      TimeWindow.cut(SequenceShape.full(0, 0), Direction.FORWARD, 1, 1);
  private boolean training;
  private boolean wholeProducts;

  /** Number of the window whose data is here. */
  private int current;

  private int firstRow;

  SequenceMemory(NeuronCell cell, int neurons) {
    this.neurons = neurons;
    this.stateBefore = new NativeBuffer[cell.states()];
    Arrays.setAll(stateBefore, s -> new NativeBuffer());
    this.borders = new BorderStates(cell.states(), neurons);
  }

  /**
   * Makes room for a sequence that is trained on.
   *
   * @param segments number of windows that it is to be cut into, at least 1
   * @param withWholeProducts whether pre-activations are kept of all steps even so
   */
  void reserveForTraining(
      SequenceShape newShape, Direction direction, int segments, boolean withWholeProducts) {
    int steps = TimeWindow.steps(newShape.timeSteps(), segments);
    begin(newShape, TimeWindow.cut(newShape, direction, steps, RecurrentKernel.INPUT_CHUNK));
    training = true;
    wholeProducts = withWholeProducts;
    long floats = (long) mostRows() * neurons;
    hiddenBefore.reserve(floats);
    for (NativeBuffer state : stateBefore) {
      state.reserve(floats);
    }
    if (isRecomputed()) {
      borders.reserve(windows.size(), shape.batch());
    }
  }

  /** Makes room for a sequence of which nothing is kept. */
  void reserveForInference(SequenceShape newShape, Direction direction) {
    int steps =
        Math.max(1, Math.min(newShape.timeSteps(), WINDOW_ROWS / Math.max(1, newShape.batch())));
    begin(newShape, TimeWindow.cut(newShape, direction, steps, 1));
    training = false;
    wholeProducts = false;
    hiddenBefore.reserve(2L * shape.batch() * neurons);
  }

  private void begin(SequenceShape newShape, List<TimeWindow> newWindows) {
    shape = newShape;
    windows = newWindows;
    beginWindow(0);
  }

  private int mostRows() {
    return windows.stream().mapToInt(TimeWindow::rows).max().orElse(0);
  }

  /** Rows of pre-activations that are kept at a time. */
  long zRows() {
    return wholeProducts ? shape.rows() : mostRows();
  }

  /** The windows in running order. */
  List<TimeWindow> windows() {
    return windows;
  }

  /** The window whose data is here. */
  TimeWindow window() {
    return windows.get(current);
  }

  /** Begins a window. */
  void beginWindow(int number) {
    current = number;
    firstRow = window().firstRow();
  }

  boolean isTraining() {
    return training;
  }

  /** Returns whether the backward pass finds the last window's data alone. */
  boolean isRecomputed() {
    return training && windows.size() > 1;
  }

  /** First row of step {@code t} among the pre-activations. */
  int zRow(int t) {
    return zRowOf(shape.firstRow(t));
  }

  /** Place of an active row among the pre-activations. */
  int zRowOf(int row) {
    return wholeProducts ? row : row - firstRow;
  }

  /** First row of the states before step {@code t}, before which {@code s} steps were run. */
  int stateRow(int t, int s) {
    return training ? stateRow(t) : (s & 1) * shape.batch();
  }

  /** First row of the states before step {@code t} in training. */
  int stateRow(int t) {
    return stateRowOf(shape.firstRow(t));
  }

  private int stateRowOf(int row) {
    return row - firstRow;
  }

  /** Outputs before an active row and those below it, in training. */
  Matrix before(int row) {
    return new Matrix(hiddenBefore.at((long) stateRowOf(row) * neurons), neurons);
  }

  /** Keeps the outputs before some rows, from {@code row} on, while others take their place. */
  void carry(int row, int rows) {
    carried.keep(stateRowOf(row), rows, neurons);
  }

  /** Puts them back, to the rows from {@code row} on. */
  void putBack(int row) {
    carried.putBack(stateRowOf(row), neurons);
  }
}
