package org.spiketrain.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.model.metrics.ScoreIntervals;

/** The scores of a network and of those that it is compared with, side by side. */
public record ComparisonTable(EvaluationSummary evaluation) {
  private static final String NOTHING = "–";
  private static final double SMALLEST = 0.0001;

  /** From here on, two digits of a probability are enough. */
  private static final double ROUNDED = 0.1;

  /** Its rows, the first being the header and the second the network's. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    rows.add(
        row(evaluation.evaluatedName(), evaluation.metrics(), evaluation.intervals(), NOTHING));
    for (ComparedClassifier one : evaluation.compared()) {
      rows.add(row(one.title(), one.metrics(), one.intervals(), p(one.mcNemar().twoSided())));
    }
    if (evaluation.compared().isEmpty()) {
      rows.replaceAll(row -> row.subList(0, row.size() - 1));
    }
    return rows;
  }

  private List<String> header() {
    List<String> header =
        new ArrayList<>(List.of("classifier", "accuracy", "macro F1", "balanced accuracy"));
    if (evaluation.metrics().hasTop3()) {
      header.add("top 3");
    }
    if (showsCoverage()) {
      header.addAll(List.of("coverage", "right of it"));
    }
    header.addAll(List.of("ECE", "p"));
    return header;
  }

  private List<String> row(
      String title, ClassificationMetrics metrics, ScoreIntervals intervals, String p) {
    List<String> row = new ArrayList<>(List.of(title));
    row.add(with(metrics.accuracy(), intervals.accuracy()));
    row.add(with(metrics.macroF1(), intervals.macroF1()));
    row.add(with(metrics.scores().balancedAccuracy(), intervals.balancedAccuracy()));
    if (evaluation.metrics().hasTop3()) {
      row.add(Wording.score(metrics.top3Accuracy()));
    }
    if (showsCoverage()) {
      row.add(Wording.score(metrics.coverage()));
      row.add(Wording.score(metrics.accuracyOfAnswered()));
    }
    row.add(Wording.score(metrics.calibration().expectedError()));
    row.add(p);
    return row;
  }

  /** Whether somebody has left something without an answer. */
  private boolean showsCoverage() {
    return evaluation.mayBeNone()
        || Stream.concat(
                Stream.of(evaluation.metrics()),
                evaluation.compared().stream().map(ComparedClassifier::metrics))
            .anyMatch(metrics -> metrics.answered() < metrics.examples());
  }

  private static String with(double score, Interval interval) {
    return "%s (%s–%s)"
        .formatted(
            Wording.score(score), Wording.score(interval.low()), Wording.score(interval.high()));
  }

  /** A probability as a reader wants it: 0.0312, or that it is less than any that matters. */
  public static String p(double p) {
    return p < SMALLEST ? "< 0.0001" : String.format(Locale.ROOT, p < ROUNDED ? "%.4f" : "%.2f", p);
  }

  /** Says what its columns are. */
  public static String note(EvaluationSummary evaluation) {
    return "In parentheses 95 %% bootstrap intervals. Balanced accuracy is the mean recall of the %ss; ECE the expected calibration error.%s"
        .formatted(
            evaluation.terms().label(),
            evaluation.compared().isEmpty()
                ? ""
                : " p is of McNemar's exact test against %s: how probable so large a difference in right answers is if both are equally good."
                    .formatted(evaluation.evaluatedName()));
  }
}
