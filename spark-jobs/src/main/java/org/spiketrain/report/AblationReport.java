package org.spiketrain.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AblationFiles;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ReportContent;

/** An ablation as one HTML file that needs no other, and its chart. */
final class AblationReport {
  private AblationReport() {}

  /** Renders the page, and the chart; no chart where nothing has a result. */
  static Map<String, byte[]> files(Ablation ablation) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Optional<Picture> picture =
        ablation.networks().isEmpty()
            ? Optional.empty()
            : Optional.of(AblationPicture.of(ablation));
    picture.ifPresent(drawn -> Reports.put(files, "ablation", drawn));
    files.put(OutputLayout.REPORT, Reports.utf8(page(ablation, picture)));
    return files;
  }

  private static String page(Ablation ablation, Optional<Picture> picture) {
    HtmlPage page = new HtmlPage(ReportContent.TITLE_PREFIX + "ablation", ablation.title());
    page.heading("Accuracy");
    picture.ifPresent(drawn -> page.png(drawn, "accuracy against the first key"));
    table(page, AblationFiles.summary(ablation));
    page.note(
        "Means over seeds and folds, with the sample standard deviation. The trained network is the one that a run ends with; artificial and converted are those it was made of.");
    page.heading("Trials");
    table(page, AblationFiles.trials(ablation));
    page.note(
        "Each trial is a run of its own, in the folder of its name below trials/. Seconds are those of the training, the ANN's included where it was taken over from another trial.");
    return page.toHtml();
  }

  private static void table(HtmlPage page, List<List<String>> rows) {
    page.table(rows.get(0), rows.subList(1, rows.size()));
  }
}
