package org.spiketrain.job.score;

/** How the columns of scores are called, the same in every format. */
final class ScoreColumns {
  static final String NAME = "name";

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
