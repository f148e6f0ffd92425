package org.spiketrain.score;

/** How the columns of scores are called, the same in every format. */
final class ScoreColumns {
  /** Path of the file below the input, or its name if it is the input. */
  static final String FILE = "file";

  /** The line of the file, from 1. */
  static final String ROW = "row";

  /** The recording's number in its file, from 0. */
  static final String RECORDING = "recording";

  /** Why something could not be scored. */
  static final String REASON = "reason";

  private ScoreColumns() {}

  /**
   * The class of some rank.
   *
   * @param rank from 1
   */
  static String label(int rank) {
    return "label_" + rank;
  }

  /**
   * The probability of the class of some rank.
   *
   * @param rank from 1
   */
  static String probability(int rank) {
    return "probability_" + rank;
  }
}
