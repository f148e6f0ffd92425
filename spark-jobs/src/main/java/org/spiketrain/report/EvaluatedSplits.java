package org.spiketrain.report;

/**
 * What the scores of a training's history are of.
 *
 * @param deciding name of the split by which networks are chosen, such as "validation"
 * @param watched name of the split that is recorded beside, such as "test"; "none" if none is
 */
public record EvaluatedSplits(String deciding, String watched) {
  ScoredSplit training() {
    return new ScoredSplit("training", HistoryRow::training);
  }

  ScoredSplit evaluation() {
    return new ScoredSplit(deciding, HistoryRow::evaluation);
  }

  ScoredSplit beside() {
    return new ScoredSplit(watched, HistoryRow::watched);
  }
}
