package org.spiketrain.report;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.metrics.ClassMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

/** Renders results as charts (SVG and PNG) and as HTML pages that need no other file. */
public final class Reports implements Renderer {
  private static final String HISTORY = "history";

  /** Renders the loss and accuracy curves for browsers: {@code history.svg}. */
  @Override
  public Map<String, byte[]> course(TrainingHistory history, EvaluatedSplits splits) {
    return Map.of(HISTORY + ".svg", new HistoryChart(history, splits).overview().svg());
  }

  /**
   * Renders the curves for documents, {@code history.png}, and the {@linkplain
   * HistoryChart#comparisons comparisons} of the splits.
   */
  @Override
  public Map<String, byte[]> finished(TrainingHistory history, EvaluatedSplits splits) {
    HistoryChart chart = new HistoryChart(history, splits);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(HISTORY + ".png", chart.overview().png());
    chart.comparisons().forEach((name, picture) -> put(files, name, picture));
    return files;
  }

  /** Renders the confusion matrices, and a recording where there is one. */
  @Override
  public Map<String, byte[]> evaluation(EvaluationSummary summary) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String title = "Confusions on the %s split".formatted(summary.split());
    put(files, "confusion", confusions(title, summary, summary.confusion()));
    summary
        .recording()
        .ifPresent(recording -> put(files, "recording", RasterPicture.of(recording)));
    summary
        .sampled()
        .ifPresent(
            sampled ->
                put(
                    files,
                    "confusion-sampled",
                    confusions(
                        "Confusions of %d random %ss from all data"
                            .formatted(sampled.total(), summary.terms().example()),
                        summary,
                        sampled)));
    return files;
  }

  private static Picture confusions(
      String title, EvaluationSummary summary, ConfusionMatrix confusion) {
    List<String> classes = summary.metrics().perClass().stream().map(ClassMetrics::name).toList();
    return ConfusionPicture.of(title, summary.terms().label(), classes, confusion.rowNormalised());
  }

  @Override
  public Map<String, byte[]> profile(ProfileSummary summary) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, Picture> pictures = ProfileCharts.of(summary);
    pictures.forEach((name, picture) -> put(files, name, picture));
    files.put(OutputLayout.REPORT, utf8(ProfileReport.of(summary, pictures)));
    return files;
  }

  @Override
  public Map<String, byte[]> attack(AttackSummary summary) {
    return Map.of(OutputLayout.REPORT, utf8(AttackReport.of(summary)));
  }

  /** Renders a page, and a chart where anything has a result. */
  @Override
  public Map<String, byte[]> ablation(Ablation ablation) {
    return AblationReport.files(ablation);
  }

  @Override
  public Map<String, byte[]> run(ReportContent content) {
    return Map.of(OutputLayout.REPORT, utf8(HtmlReport.of(content)));
  }

  static void put(Map<String, byte[]> files, String name, Picture picture) {
    files.put(name + ".svg", picture.svg());
    files.put(name + ".png", picture.png());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
