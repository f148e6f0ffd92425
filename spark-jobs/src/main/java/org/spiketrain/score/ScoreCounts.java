package org.spiketrain.score;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of pieces of an input that follow on each other.
 *
 * @param first number of the first one, from 0
 * @param cut rows that were scored by their beginning alone
 * @param checksum sum over all rows of {@link ScoreColumns#checksum}
 * @param seconds that it took
 * @param files those that had any rows
 */
record ScoreCounts(
    int first,
    int pieces,
    long scored,
    long rejected,
    long cut,
    long checksum,
    double seconds,
    Set<String> files) {
  static final ScoreCounts NONE = new ScoreCounts(0, 0, 0, 0, 0, 0, 0, Set.of());

  ScoreCounts {
    files = new TreeSet<>(files);
  }

  /** Number of the piece behind these. */
  int end() {
    return first + pieces;
  }

  long rows() {
    return scored + rejected;
  }

  /** Of these pieces and of those behind them. */
  ScoreCounts and(ScoreCounts next) {
    Set<String> all = new TreeSet<>(files);
    all.addAll(next.files);
    return new ScoreCounts(
        first,
        pieces + next.pieces,
        scored + next.scored,
        rejected + next.rejected,
        cut + next.cut,
        checksum + next.checksum,
        seconds + next.seconds,
        all);
  }

  /** The same, with other seconds. */
  ScoreCounts within(double other) {
    return new ScoreCounts(first, pieces, scored, rejected, cut, checksum, other, files);
  }

  static ScoreCounts sum(List<ScoreCounts> following) {
    return following.stream().reduce(NONE, ScoreCounts::and);
  }
}
