package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.spiketrain.model.kernel.KernelThreads.Share;

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

  /**
   * Sequences with padding: bit {@code t * batch + b} is set where step t of example b is padding,
   * where output and state are zero.
   */
  public SequenceShape(int timeSteps, int batch, BitSet padded) {
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

  /** The time steps of an example that are not padding, ascending. */
  public int[] steps(int b) {
    return IntStream.range(0, timeSteps).filter(t -> !isPadded(t, b)).toArray();
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

  /** Number of rows that are not padding. */
  int presentRows() {
    return timeSteps * batch - padded.cardinality();
  }

  interface ChunkWork {
    /** Works on rows from the active {@code row} on, {@code inputRow} in a [T, B, N] array. */
    void run(int row, int inputRow, int rows);
  }

  /**
   * Cuts the active rows of some steps into chunks that lie without gaps in a [T, B, N] array too,
   * and calls {@code work} for each of a thread's share. The chunks depend on the shape alone.
   *
   * @param from first time step
   * @param to time step after the last
   * @param most rows of a chunk at most
   */
  void forEachChunk(int from, int to, int most, Share share, ChunkWork work) {
    if (hasPadding()) {
      for (int t = from; t < to; t++) {
        if (share.has(t) && activeRows[t] > 0) {
          work.run(firstRow[t], t * batch, activeRows[t]);
        }
      }
      return;
    }
    forEachChunkOfRows(from * batch, to * batch, most, share, work);
  }

  private static void forEachChunkOfRows(int from, int to, int most, Share share, ChunkWork work) {
    int chunk = 0;
    for (long first = from; first < to; first += most) {
      int rows = (int) Math.min(most, to - first);
      if (share.has(chunk++)) {
        work.run((int) first, (int) first, rows);
      }
    }
  }

  /** All chunks of some steps. */
  List<RowChunk> chunks(int from, int to, int most) {
    List<RowChunk> chunks = new ArrayList<>();
    forEachChunk(
        from, to, most, Share.ALL, (row, in, rows) -> chunks.add(new RowChunk(row, in, rows)));
    return chunks;
  }

  /** All chunks of the rows that a window has room for. */
  List<RowChunk> chunks(TimeWindow window, int most) {
    return hasPadding()
        ? chunks(window.from(), window.to(), most)
        : chunksOfRows(window.firstRow(), window.endRow(), most);
  }

  /** All chunks of some rows of a sequence without padding. */
  List<RowChunk> chunksOfRows(int from, int to, int most) {
    List<RowChunk> chunks = new ArrayList<>();
    forEachChunkOfRows(
        from, to, most, Share.ALL, (row, in, rows) -> chunks.add(new RowChunk(row, in, rows)));
    return chunks;
  }
}
