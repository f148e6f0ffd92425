package org.spiketrain.results;

/**
 * What the scores of a training's history are of.
 *
 * @param deciding name of the split by which networks are chosen, such as "validation"
 * @param watched name of the split that is recorded beside, such as "test"; "none" if none is
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
}
