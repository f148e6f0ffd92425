package org.spiketrain.results;

import java.util.List;
import java.util.function.Function;

/**
 * A split whose scores a history has.
 *
 * @param name what it is called, such as "validation"
 * @param scores its scores in a row
 */
public record ScoredSplit(String name, Function<HistoryRow, SplitScores> scores) {
  /** Whether it was evaluated in any of these rows. */
  public boolean isMeasured(List<HistoryRow> rows) {
    return rows.stream().map(scores).anyMatch(one -> !one.equals(SplitScores.NONE));
  }
}
