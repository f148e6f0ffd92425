package org.spiketrain.model.kernel;

import java.util.BitSet;

/**
 * Time steps and batch of a sequence [T, B, N], with the steps that are padding. Rows of padded
 * steps at the end of the batch cost nothing: a time step {@code t} works on its first {@link
 * #activeRows(int)} rows only, so a batch sorted by descending length wastes no work.
 */
public final class SequenceShape {
  private final int timeSteps;
  private final int batch;
  private final BitSet padded;
  private final int[] activeRows;
  private final int[] firstRow;

  private SequenceShape(int timeSteps, int batch, BitSet padded) {
    this.timeSteps = timeSteps;
    this.batch = batch;
    this.padded = padded;
    this.activeRows = new int[timeSteps];
    this.firstRow = new int[timeSteps + 1];
    for (int t = 0; t < timeSteps; t++) {
      int lastRow = padded.previousClearBit((t + 1) * batch - 1);
      activeRows[t] = Math.max(0, lastRow - t * batch + 1);
      firstRow[t + 1] = firstRow[t] + activeRows[t];
    }
  }

  /** All sequences last the whole time. */
  public static SequenceShape full(int timeSteps, int batch) {
    return new SequenceShape(timeSteps, batch, new BitSet());
  }

  /**
   * Sequences with padding.
   *
   * @param padded bit {@code t * batch + b} is set where step t of example b is padding: its output
   *     and state are zero
   */
  public static SequenceShape masked(int timeSteps, int batch, BitSet padded) {
    return new SequenceShape(timeSteps, batch, padded);
  }

  public int timeSteps() {
    return timeSteps;
  }

  public int batch() {
    return batch;
  }

  public boolean hasPadding() {
    return !padded.isEmpty();
  }

  public boolean isPadded(int t, int b) {
    return padded.get(t * batch + b);
  }

  /** Number of rows to work on at step {@code t}: one more than the last that is not padding. */
  int activeRows(int t) {
    return activeRows[t];
  }

  /** Row of example 0 at step {@code t} in storage that leaves out the inactive rows. */
  int firstRow(int t) {
    return firstRow[t];
  }

  /** Number of active rows over all steps. */
  int rows() {
    return firstRow[timeSteps];
  }
}
