package org.spiketrain.results;

import java.util.List;
import java.util.Optional;
import org.spiketrain.data.DataKinds;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.PairedAnswers;
import org.spiketrain.model.metrics.ScoreIntervals;
import org.spiketrain.results.EvaluationSummary.Conditions;
import org.spiketrain.results.EvaluationSummary.Prediction;

/** Evaluations of names that nobody has made. */
public final class Summaries {
  private Summaries() {}

  /** Of a network on the test split. */
  public static EvaluationSummary of(
      List<String> classes,
      MetricsAccumulator counts,
      Conditions conditions,
      List<ComparedClassifier> compared) {
    return of(classes, counts, conditions, compared, List.of(), List.of(), List.of());
  }

  /** The same with details. */
  public static EvaluationSummary of(
      List<String> classes,
      MetricsAccumulator counts,
      Conditions conditions,
      List<ComparedClassifier> compared,
      List<LayerActivity> layers,
      List<Double> overTime,
      List<Prediction> predictions) {
    return new EvaluationSummary(
        DataKinds.get("names").terms(),
        conditions,
        ClassificationMetrics.of(counts, classes),
        ScoreIntervals.of(counts.confusion(), classes.size(), 1),
        counts.confusion(),
        layers,
        overTime,
        compared,
        predictions,
        Optional.empty(),
        Optional.of(counts.confusion()));
  }

  /** Another classifier that has answered some of the examples. */
  public static ComparedClassifier compared(
      String key, String title, List<String> classes, MetricsAccumulator counts) {
    PairedAnswers pairs = new PairedAnswers(classes.size()).add(0, 0, 0).add(1, 1, 0).add(1, 1, 1);
    return new ComparedClassifier(
        key,
        title,
        ClassificationMetrics.of(counts, classes),
        ScoreIntervals.of(counts.confusion(), classes.size(), 1),
        pairs.mcNemar(),
        pairs.difference(),
        pairs.differenceIntervals(1));
  }
}
