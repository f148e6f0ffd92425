package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.frames.InputCoding;

/**
 * {@link RecurrentKernel} in Java with OpenBLAS for the matrix products, on one thread.
 *
 * <p>Off the heap lie, for the active rows of all steps, the pre-activations and the state before
 * each step; the backward pass recomputes the gates from them and overwrites the pre-activations by
 * their gradients, so that all weight gradients are one matrix product over the whole sequence.
 */
final class CpuRecurrentKernel implements RecurrentKernel {
  /** With so few rows a matrix product is bound by reading the weights: rows added beat it. */
  private static final int EVENT_DRIVEN_ROWS = 4;

  private static final double EVENT_DRIVEN_DENSITY = 0.8;

  /** Up to so many (step, example) rows, adding up outer products of spikes beats one product. */
  private static final int EVENT_DRIVEN_GRADIENT_ROWS = 24;

  private final RecurrentCell cell;
  private final int hidden;
  private final int width;
  private final Direction direction;
  private final InputProduct inputProduct;
  private final CellRow row;
  private final NativeBuffer z = new NativeBuffer();
  private final NativeBuffer zRecurrent = new NativeBuffer();
  private final NativeBuffer hiddenBefore = new NativeBuffer();
  private final NativeBuffer cellBefore = new NativeBuffer();
  private final NativeBuffer gradRecurrence = new NativeBuffer();
  private final float[] zero;
  private final float[] bias;
  private final float[] recurrentBias;
  private final float[][] gradBias;
  private final float[][] gradRecurrentBias;
  private float[][] hiddenState = new float[0][];
  private float[][] cellState = new float[0][];
  private SequenceShape shape = SequenceShape.full(0, 0);
  private NativeRows x;
  private boolean startedAtZero;

  CpuRecurrentKernel(
      RecurrentCell cell, int inputs, int hidden, InputCoding coding, Direction direction) {
    this.cell = cell;
    this.hidden = hidden;
    this.width = cell.gates() * hidden;
    this.direction = direction;
    this.inputProduct = new InputProduct(inputs, width, coding);
    this.row = new CellRow(cell.gates(), hidden);
    this.zero = new float[width];
    this.bias = new float[width];
    this.recurrentBias = new float[width];
    this.gradBias = new float[cell.gates()][hidden];
    this.gradRecurrentBias = new float[cell.gates()][hidden];
  }

  @Override
  public RecurrentState forward(
      SequenceShape newShape,
      NativeRows input,
      RecurrentParameters parameters,
      RecurrentState initial,
      NativeRows y) {
    shape = newShape;
    x = input;
    startedAtZero = initial.hidden().length == 0;
    reserve();
    loadStates(initial);
    fillBiases(parameters);
    inputProduct.forward(shape, x, parameters.inputWeights(), z);
    for (int s = 0; s < shape.timeSteps(); s++) {
      int t = timeStep(s);
      storeStatesBefore(t);
      if (hasRecurrence(s)) {
        recurrentProduct(t, parameters.recurrentWeights());
      }
      step(t, y);
    }
    return currentStates();
  }

  /** Whether weighted outputs of the step before reach step {@code s} of the walk. */
  private boolean hasRecurrence(int s) {
    return cell.hasRecurrentWeights() && (s > 0 || !startedAtZero);
  }

  private int timeStep(int s) {
    return direction == Direction.FORWARD ? s : shape.timeSteps() - 1 - s;
  }

  private void reserve() {
    long rows = shape.rows();
    z.reserve(rows * width);
    hiddenBefore.reserve(rows * hidden);
    gradRecurrence.reserve((long) shape.batch() * hidden);
    if (!cell.isMerged()) {
      zRecurrent.reserve(rows * width);
    }
    if (cell.hasCellState()) {
      cellBefore.reserve(rows * hidden);
    }
    if (hiddenState.length < shape.batch()) {
      hiddenState = new float[shape.batch()][hidden];
      cellState = new float[shape.batch()][hidden];
    }
  }

  private void loadStates(RecurrentState state) {
    for (int b = 0; b < shape.batch(); b++) {
      RecurrentState.loadRow(state.hidden(), b, hiddenState[b]);
      RecurrentState.loadRow(state.cell(), b, cellState[b]);
    }
  }

  private RecurrentState currentStates() {
    float[] h = new float[shape.batch() * hidden];
    float[] c = new float[cell.hasCellState() ? h.length : 0];
    for (int b = 0; b < shape.batch(); b++) {
      System.arraycopy(hiddenState[b], 0, h, b * hidden, hidden);
      if (c.length > 0) {
        System.arraycopy(cellState[b], 0, c, b * hidden, hidden);
      }
    }
    return new RecurrentState(h, c);
  }

  private void fillBiases(RecurrentParameters parameters) {
    parameters.inputBias().get(bias, 0, width);
    if (cell.hasRecurrentWeights()) {
      parameters.recurrentBias().get(recurrentBias, 0, width);
    }
    if (cell.isMerged()) {
      for (int j = 0; j < width; j++) {
        bias[j] += recurrentBias[j];
      }
    }
    for (int r = 0; r < shape.rows(); r++) {
      z.store(r * width, bias);
      if (!cell.isMerged()) {
        zRecurrent.store(r * width, recurrentBias);
      }
    }
  }

  private void storeStatesBefore(int t) {
    int first = shape.firstRow(t);
    for (int b = 0; b < shape.activeRows(t); b++) {
      hiddenBefore.store((first + b) * hidden, hiddenState[b]);
      if (cell.hasCellState()) {
        cellBefore.store((first + b) * hidden, cellState[b]);
      }
    }
  }

  private void recurrentProduct(int t, FloatPointer weights) {
    NativeBuffer target = cell.isMerged() ? z : zRecurrent;
    int rows = shape.activeRows(t);
    int first = shape.firstRow(t);
    if (isEventDriven(rows)) {
      for (int b = 0; b < rows; b++) {
        addSpikingRows(hiddenState[b], weights, target.at((long) (first + b) * width));
      }
    } else {
      FloatPointer before = hiddenBefore.at((long) first * hidden);
      FloatPointer product = target.at((long) first * width);
      Blas.multiply(rows, width, hidden, before, hidden, weights, 1f, product);
    }
  }

  private boolean isEventDriven(int rows) {
    if (rows > EVENT_DRIVEN_ROWS) {
      return false;
    }
    int active = 0;
    for (int b = 0; b < rows; b++) {
      for (float h : hiddenState[b]) {
        active += h != 0f ? 1 : 0;
      }
    }
    return active < EVENT_DRIVEN_DENSITY * rows * hidden;
  }

  private void addSpikingRows(float[] h, FloatPointer weights, FloatPointer target) {
    for (int j = 0; j < hidden; j++) {
      if (h[j] != 0f) {
        Blas.addScaled(width, h[j], weights.getPointer((long) j * width), target);
      }
    }
  }

  private void step(int t, NativeRows y) {
    for (int b = 0; b < shape.batch(); b++) {
      int outputRow = t * shape.batch() + b;
      if (shape.isPadded(t, b)) {
        clearState(b);
        y.store(outputRow, hiddenState[b]);
        continue;
      }
      loadRow(shape.firstRow(t) + b);
      System.arraycopy(hiddenState[b], 0, row.hiddenBefore, 0, hidden);
      System.arraycopy(cellState[b], 0, row.cellBefore, 0, hidden);
      cell.forward(row, hidden);
      System.arraycopy(row.hidden, 0, hiddenState[b], 0, hidden);
      System.arraycopy(row.cell, 0, cellState[b], 0, hidden);
      y.store(outputRow, row.hidden);
    }
  }

  private void clearState(int b) {
    Arrays.fill(hiddenState[b], 0f);
    Arrays.fill(cellState[b], 0f);
  }

  private void loadRow(int activeRow) {
    for (int k = 0; k < cell.gates(); k++) {
      z.load(activeRow * width + k * hidden, row.z[k]);
      if (!cell.isMerged()) {
        zRecurrent.load(activeRow * width + k * hidden, row.zRecurrent[k]);
      }
    }
  }

  @Override
  public RecurrentState backward(
      NativeRows gradY,
      RecurrentState gradFinal,
      RecurrentParameters parameters,
      RecurrentParameters gradient,
      NativeRows gradX) {
    loadStates(gradFinal);
    for (int k = 0; k < cell.gates(); k++) {
      Arrays.fill(gradBias[k], 0f);
      Arrays.fill(gradRecurrentBias[k], 0f);
    }
    for (int s = shape.timeSteps() - 1; s >= 0; s--) {
      int t = timeStep(s);
      stepBack(t, gradY);
      if (hasRecurrence(s)) {
        gradThroughRecurrence(t, parameters.recurrentWeights());
      }
    }
    storeGradients(gradient);
    inputProduct.backwardWeights(shape, x, z, gradient.inputWeights());
    inputProduct.backwardInput(shape, z, parameters.inputWeights(), gradX);
    return startedAtZero ? RecurrentState.ZERO : currentStates();
  }

  /** Element-wise backward pass of one step; leaves the gradient by the state before it. */
  private void stepBack(int t, NativeRows gradY) {
    for (int b = 0; b < shape.activeRows(t); b++) {
      int activeRow = shape.firstRow(t) + b;
      if (shape.isPadded(t, b)) {
        z.store(activeRow * width, zero);
        if (!cell.isMerged()) {
          zRecurrent.store(activeRow * width, zero);
        }
        continue;
      }
      loadRow(activeRow);
      hiddenBefore.load(activeRow * hidden, row.hiddenBefore);
      if (cell.hasCellState()) {
        cellBefore.load(activeRow * hidden, row.cellBefore);
      }
      gradY.load(t * shape.batch() + b, row.gradHidden);
      add(hiddenState[b], row.gradHidden);
      System.arraycopy(cellState[b], 0, row.gradCell, 0, hidden);
      cell.backward(row, hidden);
      System.arraycopy(row.gradHidden, 0, hiddenState[b], 0, hidden);
      System.arraycopy(row.gradCell, 0, cellState[b], 0, hidden);
      storeGradRow(activeRow);
    }
    for (int b = 0; b < shape.batch(); b++) {
      if (shape.isPadded(t, b)) {
        clearState(b);
      }
    }
  }

  private void storeGradRow(int activeRow) {
    for (int k = 0; k < cell.gates(); k++) {
      z.store(activeRow * width + k * hidden, row.gradZ[k]);
      add(row.gradZ[k], gradBias[k]);
      if (!cell.isMerged()) {
        zRecurrent.store(activeRow * width + k * hidden, row.gradZRecurrent[k]);
        add(row.gradZRecurrent[k], gradRecurrentBias[k]);
      }
    }
  }

  private void gradThroughRecurrence(int t, FloatPointer weights) {
    int rows = shape.activeRows(t);
    FloatPointer grad = recurrentGradient().at((long) shape.firstRow(t) * width);
    if (rows == 1) {
      Blas.dotRows(hidden, width, grad, weights, row.hiddenBefore);
      add(row.hiddenBefore, hiddenState[0]);
      return;
    }
    Blas.multiplyTransposedRight(
        rows, hidden, width, grad, weights, 0f, gradRecurrence.at(0), hidden);
    for (int b = 0; b < rows; b++) {
      if (!shape.isPadded(t, b)) {
        gradRecurrence.load(b * hidden, row.hiddenBefore);
        add(row.hiddenBefore, hiddenState[b]);
      }
    }
  }

  private NativeBuffer recurrentGradient() {
    return cell.isMerged() ? z : zRecurrent;
  }

  private void storeGradients(RecurrentParameters gradient) {
    for (int k = 0; k < cell.gates(); k++) {
      gradient.inputBias().getPointer((long) k * hidden).put(gradBias[k], 0, hidden);
    }
    if (!cell.hasRecurrentWeights()) {
      return;
    }
    for (int k = 0; k < cell.gates(); k++) {
      float[] recurrent = cell.isMerged() ? gradBias[k] : gradRecurrentBias[k];
      gradient.recurrentBias().getPointer((long) k * hidden).put(recurrent, 0, hidden);
    }
    gradRecurrentWeights(gradient.recurrentWeights());
  }

  private void gradRecurrentWeights(FloatPointer target) {
    if (shape.rows() <= EVENT_DRIVEN_GRADIENT_ROWS) {
      Pointer.memset(target, 0, (long) hidden * width * Float.BYTES);
      for (int r = 0; r < shape.rows(); r++) {
        hiddenBefore.load(r * hidden, row.hiddenBefore);
        addOuterProduct(row.hiddenBefore, recurrentGradient().at((long) r * width), target);
      }
      return;
    }
    FloatPointer before = hiddenBefore.at(0);
    FloatPointer grad = recurrentGradient().at(0);
    Blas.multiplyTransposedLeft(hidden, width, shape.rows(), before, hidden, grad, 0f, target);
  }

  private void addOuterProduct(float[] before, FloatPointer grad, FloatPointer target) {
    for (int j = 0; j < hidden; j++) {
      if (before[j] != 0f) {
        Blas.addScaled(width, before[j], grad, target.getPointer((long) j * width));
      }
    }
  }

  private static void add(float[] source, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += source[j];
    }
  }
}
