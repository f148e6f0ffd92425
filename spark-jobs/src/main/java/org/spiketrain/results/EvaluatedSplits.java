package org.spiketrain.results;

import java.util.List;
import java.util.function.Function;
import org.spiketrain.results.HistoryRow.SplitScores;

/**
 * What the scores of a training's history are of.
 *
 * @param deciding name of the split by which networks are chosen, such as "validation"
 * @param watched name of the split that is recorded too, such as "test"; "none" if none is
 */
public record EvaluatedSplits(String deciding, String watched) {
  public ScoredSplit training() {
    return new ScoredSplit("training", HistoryRow::training);
  }

  public ScoredSplit evaluation() {
    return new ScoredSplit(deciding, HistoryRow::evaluation);
  }

  public ScoredSplit beside() {
    return new ScoredSplit(watched, HistoryRow::watched);
  }

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
}
