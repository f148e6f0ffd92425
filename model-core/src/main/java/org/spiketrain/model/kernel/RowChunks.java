package org.spiketrain.model.kernel;

/**
 * Cuts the active rows of a sequence into pieces that lie without gaps in a [T, B, N] array too.
 */
final class RowChunks {
  /** Works on some rows. */
  interface Work {
    /**
     * @param row first active row
     * @param inputRow the same row in a [T, B, N] array
     * @param rows how many
     */
    void run(int row, int inputRow, int rows);
  }

  private RowChunks() {}

  /**
   * Calls {@code work} for each piece of a thread's part. The pieces depend on the shape alone.
   *
   * @param from first time step
   * @param to time step after the last
   * @param most rows of a piece at most
   */
  static void forEach(SequenceShape shape, int from, int to, int most, Share share, Work work) {
    if (shape.hasPadding()) {
      for (int t = from; t < to; t++) {
        if (share.has(t) && shape.activeRows(t) > 0) {
          work.run(shape.firstRow(t), t * shape.batch(), shape.activeRows(t));
        }
      }
      return;
    }
    int first = from * shape.batch();
    int end = to * shape.batch();
    int piece = 0;
    while (first < end) {
      int rows = Math.min(most, end - first);
      if (share.has(piece++)) {
        work.run(first, first, rows);
      }
      first += rows;
    }
  }
}
