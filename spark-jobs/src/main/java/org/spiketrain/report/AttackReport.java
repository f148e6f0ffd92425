package org.spiketrain.report;

import java.util.List;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.AttackSummary.AttackScore;
import org.spiketrain.results.AttackSummary.AttackedSentence;
import org.spiketrain.results.NumberFormats;
import org.spiketrain.results.ReportContent;

/** Attacks on networks as one HTML file that needs no other file. */
final class AttackReport {
  private static final int SHOWN = 5;

  private AttackReport() {}

  /** Returns the whole file, to be stored as UTF-8. */
  static String of(AttackSummary summary) {
    HtmlPage page =
        new HtmlPage(
            ReportContent.TITLE_PREFIX + "attacks",
            "Sentences of the %s split, of whose words at most %s were changed, but one at least."
                .formatted(summary.split(), NumberFormats.percent(summary.budget())));
    List<AttackScore> scores = summary.scores();
    page.heading("Robustness to word changes");
    page.table(AttackScore.COLUMNS, scores.stream().map(AttackReport::scoreRow).toList());
    page.note(
        "The networks are asked about the same sentences; those that one answers rightly are attacked. Success is the fraction of these that it answers wrongly afterwards, the words changed are the mean over those. Queries are the sentences that it was asked about for each one attacked.");
    page.heading("A few sentences");
    page.table(
        List.of("network", "attack", "label", "answer", "sentence", "attacked"),
        scores.stream().flatMap(score -> shown(summary, score)).map(AttackReport::row).toList());
    page.heading("Settings");
    page.table(
        List.of("key", "value"),
        summary.settings().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), entry.getValue()))
            .toList());
    return page.toHtml();
  }

  private static List<String> scoreRow(AttackScore score) {
    return List.of(
        score.network(),
        score.attack(),
        Wording.count(score.sentences()),
        NumberFormats.percent(score.cleanAccuracy()),
        NumberFormats.percent(score.accuracyUnderAttack()),
        NumberFormats.percent(score.successRate()),
        score.turned() == 0 ? "–" : NumberFormats.percent(score.changedFraction()),
        NumberFormats.significant(score.queries()));
  }

  /** The first ones that were turned. */
  private static Stream<AttackedSentence> shown(AttackSummary summary, AttackScore score) {
    return summary.sentences().stream()
        .filter(one -> one.network().equals(score.network()))
        .filter(one -> one.attack().equals(score.attack()))
        .filter(AttackedSentence::isTurned)
        .limit(SHOWN);
  }

  private static List<String> row(AttackedSentence one) {
    return List.of(
        one.network(), one.attack(), one.label(), one.after(), one.original(), one.attacked());
  }
}
