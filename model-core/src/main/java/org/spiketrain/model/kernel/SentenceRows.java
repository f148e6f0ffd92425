package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in which the words of a minibatch lie once the padding is left out: for each example its
 * time steps, for each step its words and then as much padding as the widest filter reaches into.
 * Examples are put together in groups that are large enough for a matrix product; the groups depend
 * on the sentences alone.
 */
final class SentenceRows {
  private static final int GROUP_ROWS = 1024;

  /** Examples whose rows lie together. */
  record Group(int firstExample, int endExample, int firstRow, int rows) {}

  private final int[] words;
  private final int[] stride;
  private final int[] firstRow;
  private final List<Group> groups = new ArrayList<>();

  /**
   * @param size the convolution
   * @param timeSteps time steps of every example
   * @param words words of each example without its padding
   */
  SentenceRows(SentenceConvolution size, int timeSteps, int[] words) {
    this.words = words.clone();
    this.stride = new int[words.length];
    this.firstRow = new int[words.length + 1];
    int begin = 0;
    for (int b = 0; b < words.length; b++) {
      stride[b] = Math.min(size.words(), words[b] + Math.max(1, size.widest() - 1));
      firstRow[b + 1] = Math.addExact(firstRow[b], Math.multiplyExact(timeSteps, stride[b]));
      int rows = firstRow[b + 1] - firstRow[begin];
      if (rows >= GROUP_ROWS || b + 1 == words.length) {
        groups.add(new Group(begin, b + 1, firstRow[begin], rows));
        begin = b + 1;
      }
    }
  }

  List<Group> groups() {
    return groups;
  }

  /** Number of rows. */
  int rows() {
    return firstRow[words.length];
  }

  /** Words of an example without its padding. */
  int words(int b) {
    return words[b];
  }

  /** Rows of a time step of an example. */
  int stride(int b) {
    return stride[b];
  }

  /** Row of a word of an example at a time step. */
  int row(int b, int t, int word) {
    return firstRow[b] + t * stride[b] + word;
  }
}
