package org.spiketrain.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Ranking;
import org.spiketrain.results.ReportContent;

/** An ablation as one HTML file that needs no other, and its chart. */
record AblationReport(Ablation ablation) {
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    HtmlPage page = new HtmlPage(ReportContent.TITLE_PREFIX + "ablation", ablation.title());
    AblationOverview overview = new AblationOverview(ablation);
    Ranking ranking = ablation.ranking();
    page.heading("Best");
    overview.best().forEach(page::note);
    if (!ablation.networks().isEmpty()) {
      page.note(ranking.note());
      page.heading("Accuracy");
      Picture picture = AblationChart.of(ablation);
      Reports.put(files, "ablation", picture);
      page.png(picture, "accuracy against the first key");
    }
    if (ablation.isRepeated()) {
      page.heading("Settings");
      page.table(overview.settings());
      page.note(
          "Means over seeds and folds, with the sample standard deviation and the number of trials;"
              + " worst is the lowest accuracy among them.");
    }
    page.heading("Trials");
    List<List<String>> trials = overview.trials();
    page.table(trials.get(0), trials.subList(1, trials.size()), reports());
    page.note(
        "Each trial is a run of its own, whose report its name leads to, in the folder of its name"
            + " below trials/. In parentheses 95 % bootstrap intervals, over the examples of the"
            + " split. Training time is of all of a trial's trainings, the ANN's included where it"
            + " was taken over from another trial.");
    page.heading("What was varied");
    page.table(overview.keys());
    files.put(OutputLayout.REPORT, page.bytes());
    return files;
  }

  /** Addresses from here of the reports of trials that are over, by name. */
  private Map<String, String> reports() {
    return ablation.rows().stream()
        .filter(row -> row.result().isPresent())
        .collect(
            Collectors.toMap(
                TrialResult::name, row -> OutputLayout.fromAblation(row.name()), (a, b) -> a));
  }
}
