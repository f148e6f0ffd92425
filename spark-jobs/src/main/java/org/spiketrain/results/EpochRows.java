package org.spiketrain.results;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes one row an epoch of the rows of a history. Epochs that ended between two rows all have the
 * scores of the later one.
 */
final class EpochRows {
  private final List<HistoryRow> epochs = new ArrayList<>();
  private long done;
  private long examplesBefore;
  private long examples;
  private double loss;
  private double correct;

  private EpochRows() {}

  static List<HistoryRow> of(List<HistoryRow> rows) {
    EpochRows made = new EpochRows();
    rows.forEach(made::add);
    return made.epochs;
  }

  private void add(HistoryRow row) {
    long more = row.examples() - examplesBefore;
    examplesBefore = row.examples();
    if (more > 0) {
      examples += more;
      loss += more * row.training().loss();
      correct += more * row.training().accuracy();
    }
    if (row.wholeEpochs() > done) {
      end(row);
    }
  }

  private void end(HistoryRow row) {
    SplitScores training = new SplitScores(loss / examples, correct / examples);
    while (done < row.wholeEpochs()) {
      done++;
      epochs.add(
          new HistoryRow(
              row.examples(),
              done,
              row.round(),
              row.seconds(),
              training,
              row.evaluation(),
              row.watched(),
              row.learningRate()));
    }
    examples = 0;
    loss = 0;
    correct = 0;
  }
}
