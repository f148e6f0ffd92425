package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.metrics.AnswerScores;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.metrics.ScoreIntervals;

/**
 * A classifier that has answered the same examples as the network that was evaluated.
 *
 * @param key what it is called in {@code metrics.json}
 * @param title what it is called for a reader
 * @param intervals of its scores, 95 %
 * @param mcNemar examples that the network alone answers rightly, and that this alone does
 * @param ahead by how much the network's scores are above its
 * @param aheadIntervals of that, 95 %
 */
public record ComparedClassifier(
    String key,
    String title,
    ClassificationMetrics metrics,
    ScoreIntervals intervals,
    McNemar mcNemar,
    AnswerScores ahead,
    ScoreIntervals aheadIntervals) {
  /** Its part of {@code metrics.json}. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("title", title);
    figures.putAll(scores(metrics, intervals));
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("onlyNetworkRight", mcNemar.onlyFirst());
    test.put("onlyThisRight", mcNemar.onlySecond());
    test.put("p", mcNemar.twoSided());
    figures.put("mcNemar", test);
    Map<String, Object> difference = new LinkedHashMap<>();
    difference.put("accuracy", ahead.accuracy());
    difference.put("macroF1", ahead.macroF1());
    difference.put("balancedAccuracy", ahead.balancedAccuracy());
    difference.put("intervals", intervals(aheadIntervals));
    figures.put("networkAhead", difference);
    return figures;
  }

  /** The scores of a classifier, as {@code metrics.json} has them. */
  static Map<String, Object> scores(ClassificationMetrics metrics, ScoreIntervals intervals) {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("accuracy", metrics.accuracy());
    scores.put("macroF1", metrics.macroF1());
    scores.put("balancedAccuracy", metrics.scores().balancedAccuracy());
    scores.put("expectedCalibrationError", metrics.calibration().expectedError());
    scores.put("top3Accuracy", metrics.top3Accuracy());
    if (metrics.answered() < metrics.examples()) {
      scores.put("coverage", metrics.coverage());
      scores.put("accuracyOfAnswered", metrics.accuracyOfAnswered());
    }
    scores.put("intervals", intervals(intervals));
    return scores;
  }

  private static Map<String, Object> intervals(ScoreIntervals intervals) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("accuracy", ends(intervals.accuracy()));
    all.put("macroF1", ends(intervals.macroF1()));
    all.put("balancedAccuracy", ends(intervals.balancedAccuracy()));
    return all;
  }

  private static List<Double> ends(Interval interval) {
    return List.of(interval.low(), interval.high());
  }
}
