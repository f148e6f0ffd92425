package org.spiketrain.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.AttackSummary.AttackScore;
import org.spiketrain.results.AttackSummary.AttackedSentence;
import org.spiketrain.results.Comparison;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.SequenceProfile;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

/** Renders results as charts (SVG and PNG) and as HTML pages that need no other file. */
public final class Reports implements Renderer {
  /** So many attacked sentences are shown of each attack on each network. */
  private static final int SHOWN_SENTENCES = 5;

  /** Renders the loss and accuracy curves for browsers: {@code history.svg}. */
  @Override
  public Map<String, byte[]> course(TrainingHistory history, EvaluatedSplits splits) {
    return Map.of("history.svg", new HistoryChart(history, splits).overview().svg());
  }

  /**
   * Renders the curves for documents, {@code history.png}, and the {@linkplain
   * HistoryChart#comparisons comparisons} of the splits.
   */
  @Override
  public Map<String, byte[]> finished(TrainingHistory history, EvaluatedSplits splits) {
    HistoryChart chart = new HistoryChart(history, splits);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("history.png", chart.overview().png());
    chart.comparisons().forEach((name, picture) -> put(files, name, picture));
    return files;
  }

  /**
   * Renders confusion matrices, calibration, accuracy over time and a recording where there are
   * such.
   */
  @Override
  public Map<String, byte[]> evaluation(EvaluationSummary summary) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(files, "confusion", HtmlReport.confusions(summary));
    put(files, "calibration", ReliabilityPicture.of(summary));
    HtmlReport.overTime(summary).ifPresent(one -> put(files, "time-steps", one));
    summary.recording().map(RasterPicture::of).ifPresent(one -> put(files, "recording", one));
    HtmlReport.sampledConfusions(summary)
        .ifPresent(sampled -> put(files, "confusion-sampled", sampled));
    return files;
  }

  @Override
  public Map<String, byte[]> profile(ProfileSummary summary) {
    return new ProfileReport(summary).files();
  }

  @Override
  public Map<String, byte[]> profile(SequenceProfile profile) {
    return new SequenceProfileReport(profile).files();
  }

  @Override
  public Map<String, byte[]> attack(AttackSummary summary) {
    return Map.of(OutputLayout.REPORT, page(summary).bytes());
  }

  private static HtmlPage page(AttackSummary summary) {
    HtmlPage page =
        new HtmlPage(
            ReportContent.TITLE_PREFIX + "attacks",
            "Sentences of the %s split, of whose words at most %s were changed, but one at least."
                .formatted(summary.split(), Wording.percent(summary.budget())));
    List<AttackScore> scores = summary.scores();
    page.heading("Robustness to word changes");
    page.table(AttackScore.COLUMNS, scores.stream().map(Reports::scoreRow).toList());
    page.note(
        "The networks are asked about the same sentences; those that one answers rightly are"
            + " attacked. Success is the fraction of these that it answers wrongly afterwards, the"
            + " words changed are the mean over those. Queries are the sentences that it was asked"
            + " about for each one attacked.");
    page.heading("A few sentences");
    page.table(
        List.of("network", "attack", "label", "answer", "sentence", "attacked"),
        scores.stream().flatMap(score -> shown(summary, score)).map(Reports::sentenceRow).toList());
    page.heading("Settings");
    page.table(summary.settings());
    return page;
  }

  private static List<String> scoreRow(AttackScore score) {
    return List.of(
        score.network(),
        score.attack(),
        Wording.count(score.sentences()),
        Wording.percent(score.cleanAccuracy()),
        Wording.percent(score.accuracyUnderAttack()),
        Wording.percent(score.successRate()),
        score.turned() == 0 ? "–" : Wording.percent(score.changedFraction()),
        Wording.significant(score.queries()));
  }

  /** The first ones that were turned. */
  private static Stream<AttackedSentence> shown(AttackSummary summary, AttackScore score) {
    return summary.sentences().stream()
        .filter(one -> one.network().equals(score.network()))
        .filter(one -> one.attack().equals(score.attack()))
        .filter(AttackedSentence::isTurned)
        .limit(SHOWN_SENTENCES);
  }

  private static List<String> sentenceRow(AttackedSentence one) {
    return List.of(
        one.network(), one.attack(), one.label(), one.after(), one.original(), one.attacked());
  }

  @Override
  public Map<String, byte[]> ablation(Ablation ablation) {
    return new AblationReport(ablation).files();
  }

  @Override
  public Map<String, byte[]> comparison(Comparison comparison) {
    return new ComparisonReport(comparison).files();
  }

  @Override
  public Map<String, byte[]> nights(List<NightRecord> records, Map<String, String> reports) {
    return Map.of(OutputLayout.REPORT, new NightlyReport(records, reports).page().bytes());
  }

  @Override
  public Map<String, byte[]> run(ReportContent content) {
    return Map.of(OutputLayout.REPORT, HtmlReport.of(content).bytes());
  }

  static void put(Map<String, byte[]> files, String name, Picture picture) {
    files.put(name + ".svg", picture.svg());
    files.put(name + ".png", picture.png());
  }
}
