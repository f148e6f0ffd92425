package org.spiketrain.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.ClassMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.LayerActivity;
import org.spiketrain.model.metrics.RankedLabel;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.EvaluationSummary.BaselineNames;
import org.spiketrain.results.NumberFormats;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.ReportContent.DataSummary;

/**
 * The report of a run as one HTML file that needs no other file: configuration, data, training
 * curve, the network's figures and the baselines', confusions and a few predictions.
 */
final class HtmlReport {
  private HtmlReport() {}

  /** The whole file, to be stored as UTF-8. */
  public static String of(ReportContent content) {
    HtmlPage page = new HtmlPage(content.title(), content.subtitle());
    content.evaluation().ifPresent(evaluation -> figures(page, evaluation));
    content
        .artificial()
        .ifPresent(history -> TrainingSection.artificial(page, history, content.splits()));
    content.history().ifPresent(history -> TrainingSection.write(page, history, content));
    content.evaluation().ifPresent(evaluation -> details(page, evaluation));
    data(page, content.terms(), content.data());
    page.heading("Configuration");
    page.table(
        List.of("key", "value"),
        content.configuration().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), entry.getValue()))
            .toList());
    return page.toHtml();
  }

  private static void figures(HtmlPage page, EvaluationSummary evaluation) {
    ClassificationMetrics metrics = evaluation.metrics();
    page.heading("Result on the %s split".formatted(evaluation.split()));
    boolean top3 = metrics.hasTop3();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        figuresRow(
            top3,
            BaselineNames.evaluated(evaluation.baselines().keySet()),
            NumberFormats.percent(metrics.accuracy()),
            NumberFormats.percent(metrics.top3Accuracy()),
            NumberFormats.score(metrics.macroF1())));
    evaluation
        .baselines()
        .forEach(
            (name, accuracy) ->
                rows.add(
                    figuresRow(
                        top3, BaselineNames.of(name), NumberFormats.percent(accuracy), "–", "–")));
    page.emphasisedTable(
        figuresRow(top3, "classifier", "accuracy", "top-3 accuracy", "macro F1"), rows);
    page.note(Wording.counted(metrics.examples(), "example") + ".");
  }

  private static List<String> figuresRow(
      boolean withTop3, String classifier, String accuracy, String top3, String macroF1) {
    return withTop3
        ? List.of(classifier, accuracy, top3, macroF1)
        : List.of(classifier, accuracy, macroF1);
  }

  private static void details(HtmlPage page, EvaluationSummary evaluation) {
    List<ClassMetrics> perClass = evaluation.metrics().perClass();
    List<String> classes = perClass.stream().map(ClassMetrics::name).toList();
    String label = evaluation.terms().label();
    page.heading("Each " + label);
    page.table(
        List.of(label, "precision", "recall", "F1", "examples"),
        perClass.stream().map(HtmlReport::classRow).toList());
    page.heading("Confusions");
    page.png(
        confusions(
            "Confusions on the %s split".formatted(evaluation.split()),
            label,
            classes,
            evaluation.confusion()),
        "confusion matrix, rows are the true %ss".formatted(label));
    page.note(ConfusionPicture.note(label, classes.size()));
    evaluation
        .sampled()
        .ifPresent(sampled -> sampledConfusions(page, evaluation.terms(), classes, sampled));
    layers(page, evaluation);
    predictions(page, evaluation.terms(), evaluation.predictions());
    evaluation.recording().ifPresent(recording -> recording(page, recording));
  }

  private static void layers(HtmlPage page, EvaluationSummary evaluation) {
    if (evaluation.activity().isEmpty()) {
      return;
    }
    page.heading("Spikes of each layer");
    page.table(
        List.of("layer", "neurons", "firing rate", "dead", "saturated"),
        evaluation.activity().stream().map(HtmlReport::layerRow).toList());
    page.note(
        "On the %s split. The firing rate is the mean fraction of the time steps at which a neuron fires; dead neurons never do, saturated ones at more than 95 %% of them. Layers that give no spikes on are left out, and convolutions over sentences, which profile reports; neurons that serve filters of several widths count once for each."
            .formatted(evaluation.split()));
  }

  private static List<String> layerRow(LayerActivity layer) {
    return List.of(
        layer.layer() + ": " + layer.name(),
        Wording.count(layer.neurons()),
        NumberFormats.significant(layer.firingRate()),
        Wording.count(layer.dead()),
        Wording.count(layer.saturated()));
  }

  private static void recording(HtmlPage page, EvaluationSummary.Recording recording) {
    page.heading("A recording");
    page.png(RasterPicture.of(recording), "events of a recording, channel against time");
    if (recording.events().isEmpty()) {
      page.note(
          "The events as recorded are not shown: they cannot be read again from the file that the frames were made of.");
    }
  }

  private static void sampledConfusions(
      HtmlPage page, CorpusTerms terms, List<String> classes, ConfusionMatrix sampled) {
    String title =
        "Confusions of %s random %ss from all data"
            .formatted(Wording.count(sampled.total()), terms.example());
    page.png(
        confusions(title, terms.label(), classes, sampled),
        "confusion matrix of the tutorial's sampling");
    page.note(
        "Drawn as the names tutorial does, a %1$s first and then one of its %2$ss, from training and test %2$ss together; each row is divided by the draws of its true %1$s."
            .formatted(terms.label(), terms.example()));
  }

  private static Picture confusions(
      String title, String label, List<String> classes, ConfusionMatrix confusion) {
    return ConfusionPicture.of(title, label, classes, confusion.rowNormalised());
  }

  private static List<String> classRow(ClassMetrics one) {
    return List.of(
        one.name(),
        NumberFormats.score(one.precision()),
        NumberFormats.score(one.recall()),
        NumberFormats.score(one.f1()),
        Wording.count(one.support()));
  }

  private static void predictions(
      HtmlPage page, CorpusTerms terms, List<EvaluationSummary.Prediction> predictions) {
    if (predictions.isEmpty()) {
      return;
    }
    page.heading("A few predictions");
    page.table(
        List.of(terms.example(), "true " + terms.label(), "predicted"),
        predictions.stream()
            .map(
                one ->
                    List.of(
                        one.name(),
                        one.truth(),
                        one.top().stream()
                            .map(HtmlReport::ranked)
                            .collect(Collectors.joining(", "))))
            .toList());
  }

  private static String ranked(RankedLabel label) {
    return label.label() + " " + NumberFormats.fraction(label.probability());
  }

  private static void data(HtmlPage page, CorpusTerms terms, DataSummary data) {
    page.heading("Data");
    List<String> header = new ArrayList<>(List.of(terms.label()));
    header.addAll(data.splits());
    header.add("all");
    List<List<String>> rows = new ArrayList<>();
    data.counts().forEach((name, counts) -> rows.add(countRow(name, data.splits(), counts)));
    rows.add(countRow("all", data.splits(), data.totals()));
    page.table(header, rows);
    data.notes().forEach(page::note);
  }

  private static List<String> countRow(String name, List<String> splits, Map<String, Long> counts) {
    List<String> row = new ArrayList<>(List.of(name));
    long total = 0;
    for (String split : splits) {
      long count = counts.getOrDefault(split, 0L);
      total += count;
      row.add(Wording.count(count));
    }
    row.add(Wording.count(total));
    return row;
  }
}
