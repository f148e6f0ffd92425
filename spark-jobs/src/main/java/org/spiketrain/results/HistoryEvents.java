package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits.ScoredSplit;

/**
 * A training's history as TensorBoard reads it: an event an evaluation, over the examples trained
 * on, with the seconds of the training for its time. The bytes are made of the history alone, so
 * that a training that is resumed goes on with its curves, and draws nothing twice.
 */
final class HistoryEvents {
  private HistoryEvents() {}

  /** The whole event file; what was not measured is not in it. */
  static byte[] of(TrainingHistory history, EvaluatedSplits splits) {
    EventRecords records = new EventRecords();
    HistoryRow before = null;
    for (HistoryRow row : history.rows()) {
      records.add(row.seconds(), row.examples(), scalars(row, before, splits));
      before = row;
    }
    return records.toBytes();
  }

  private static Map<String, Double> scalars(
      HistoryRow row, HistoryRow before, EvaluatedSplits splits) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    for (ScoredSplit split : List.of(splits.training(), splits.evaluation(), splits.beside())) {
      scalars.put("loss/" + split.name(), split.scores().apply(row).loss());
      scalars.put("accuracy/" + split.name(), split.scores().apply(row).accuracy());
    }
    scalars.put("learning_rate", row.learningRate());
    scalars.put("examples_per_second", row.speedSince(before));
    scalars.put("epoch", row.epoch());
    scalars.values().removeIf(value -> !Double.isFinite(value));
    return scalars;
  }
}
