package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.InputCoding;

/** Chooses how an input is multiplied: weight rows added for sparse events, else matrices. */
final class InputProduct {
  /**
   * Fraction of non-zero entries up to which adding rows beats a dense product (docs/FINDINGS.md).
   */
  private static final double SPARSE_DENSITY = 0.12;

  /** One in so many rows is looked at to estimate the density. */
  private static final int SAMPLE = 16;

  /** Leading channels of the input that are read. */
  private final int inputs;

  private final InputCoding coding;
  private final SparseRows events = new SparseRows();
  private final NativeBuffer dense = new NativeBuffer();
  private boolean sparse;

  InputProduct(int inputs, InputCoding coding) {
    this.inputs = inputs;
    this.coding = coding;
  }

  /**
   * Takes an input and returns it where it is not sparse, valid until the next call. Where its
   * {@code whole} product is wanted before the first step, as normalisation does, it must be dense.
   */
  NativeRows read(SequenceShape shape, NativeRows x, boolean whole) {
    sparse = !whole && collect(shape, x);
    return whole && !hasGradient() ? spread(shape, x) : x;
  }

  /** Collects the events of an input; returns whether they are few. */
  private boolean collect(SequenceShape shape, NativeRows x) {
    events.clear();
    if (hasGradient() && density(shape, x) > SPARSE_DENSITY) {
      return false;
    }
    int most = Math.max(shape.rows(), (int) (SPARSE_DENSITY * shape.rows() * inputs));
    float[] row = new float[hasGradient() ? inputs : x.width()];
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int b = 0; b < shape.activeRows(t); b++) {
        if (shape.isPadded(t, b)) {
          events.appendZeros();
          continue;
        }
        x.load(t * shape.batch() + b, row);
        if (!hasGradient()) {
          events.appendOnes(row, inputs);
        } else {
          events.append(row);
          if (events.entries() > most) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Fraction of non-zero entries, from a sample of the rows. */
  private double density(SequenceShape shape, NativeRows x) {
    float[] row = new float[inputs];
    long entries = 0;
    long rows = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int b = t % SAMPLE; b < shape.activeRows(t); b += SAMPLE) {
        x.load(t * shape.batch() + b, row);
        for (float v : row) {
          entries += v == 0f ? 0 : 1;
        }
        rows++;
      }
    }
    return rows == 0 ? 0 : (double) entries / (rows * inputs);
  }

  /** Spreads events out: how often each channel occurs, [T, B, inputs]. */
  private NativeRows spread(SequenceShape shape, NativeRows numbers) {
    int rows = shape.timeSteps() * shape.batch();
    NativeRows spread = dense.rows(rows, inputs);
    float[] ofRow = new float[numbers.width()];
    for (int row = 0; row < rows; row++) {
      numbers.load(row, ofRow);
      float[] counts = new float[inputs];
      for (float number : ofRow) {
        if (number > 0f && number <= inputs) {
          counts[(int) number - 1] += 1f;
        }
      }
      spread.store(row, counts);
    }
    return spread;
  }

  boolean isSparse() {
    return sparse;
  }

  /** Returns whether the input has a gradient: channel numbers have none. */
  boolean hasGradient() {
    return coding == InputCoding.DENSE;
  }

  /** The events of a sparse input, by active row; null where it is not sparse. */
  SparseRows events() {
    return sparse ? events : null;
  }
}
