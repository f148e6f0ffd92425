package org.spiketrain.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.Comparison;
import org.spiketrain.results.Comparison.Contender;
import org.spiketrain.results.Comparison.Measured;
import org.spiketrain.results.Comparison.PairTest;
import org.spiketrain.results.ComparisonTable;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ReportContent;

/** A comparison of experiments as one HTML file that needs no other, and its charts. */
record ComparisonReport(Comparison comparison) {
  private static final String NOTHING = "–";
  private static final int HEIGHT = 360;

  /** Longer names beside each other would lie on each other. */
  private static final int LEVEL_NAMES = 90;

  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    HtmlPage page = new HtmlPage(ReportContent.TITLE_PREFIX + "comparison", comparison.title());
    page.heading("Side by side");
    page.table(summary());
    page.note(
        "Means over the runs, with their sample standard deviation. Multiplications, additions and"
            + " energy are those of one example, counted by docs/ANALYSE.md; – where they are not"
            + " known. Seconds of training are those that passed, with whatever ran beside.");
    if (comparison.runs().stream().anyMatch(run -> run.measured().isPresent())) {
      Picture chart = new Picture(charts());
      Reports.put(files, "compare", chart);
      page.png(chart, "accuracy and energy of the experiments");
    }
    page.heading("Are they different?");
    significance(page);
    page.heading("Confusions");
    page.pngsBeside(confusions());
    page.note("Of all runs of an experiment together.");
    confusionNotes().forEach(page::note);
    page.heading("Runs");
    page.table(comparison.shown());
    page.heading("Networks");
    page.table(List.of("experiment", "from", "network"), networks());
    files.put(OutputLayout.REPORT, page.bytes());
    return files;
  }

  private List<String> experiments() {
    return comparison.contenders().stream().map(Contender::name).toList();
  }

  private List<List<String>> summary() {
    Map<String, Function<String, String>> columns = new LinkedHashMap<>();
    columns.put("experiment", name -> name);
    columns.put("runs", name -> Integer.toString(comparison.measured(name).size()));
    columns.put("accuracy", name -> spread(name, one -> one.metrics().accuracy()));
    columns.put("macro F1", name -> spread(name, one -> one.metrics().macroF1()));
    columns.put(
        "balanced accuracy",
        name -> spread(name, one -> one.metrics().scores().balancedAccuracy()));
    columns.put(
        "parameters", name -> mean(name, one -> one.costs().parameters(), ComparisonReport::whole));
    columns.put(
        "training, s",
        name ->
            mean(
                name,
                one -> one.costs().trainingSeconds().orElse(Double.NaN),
                seconds -> String.format(Locale.ROOT, "%,.1f", seconds)));
    columns.put(
        "multiplications",
        name -> mean(name, Measured::multiplyAccumulates, ComparisonReport::whole));
    columns.put("additions", name -> mean(name, Measured::accumulates, ComparisonReport::whole));
    columns.put(
        "energy, µJ", name -> mean(name, one -> one.costs().microjoules(), Wording::significant));
    List<List<String>> table = new ArrayList<>(List.of(List.copyOf(columns.keySet())));
    for (String name : experiments()) {
      table.add(columns.values().stream().map(column -> column.apply(name)).toList());
    }
    return table;
  }

  private static String whole(double number) {
    return Wording.count(Math.round(number));
  }

  private String mean(
      String experiment, ToDoubleFunction<Measured> figure, DoubleFunction<String> shown) {
    Spread spread = comparison.spread(experiment, figure);
    return spread.count() == 0 ? NOTHING : shown.apply(spread.mean());
  }

  private String spread(String experiment, ToDoubleFunction<Measured> figure) {
    Spread spread = comparison.spread(experiment, figure);
    if (spread.count() == 0) {
      return NOTHING;
    }
    String mean = Wording.score(spread.mean());
    return spread.count() < 2 ? mean : mean + " ± " + Wording.score(spread.deviation());
  }

  private void significance(HtmlPage page) {
    if (!comparison.pairs().isEmpty()) {
      page.table(
          List.of(
              "first",
              "second",
              "seed",
              "examples",
              "only first right",
              "only second right",
              "first ahead",
              "p",
              "p of all"),
          comparison.pairs().stream().map(ComparisonReport::row).toList());
      page.note(
          "p is of McNemar's exact test: how probable so large a difference in right answers is if"
              + " both are equally good. Among several tests one is small by chance: p of all is"
              + " adjusted for their number (Holm 1979). Runs of one seed are tested on the same"
              + " examples; what differs between seeds is in the deviations above.");
    }
    comparison.notes().forEach(page::note);
  }

  private static List<String> row(PairTest test) {
    return List.of(
        test.first(),
        test.second(),
        test.seeds(),
        Wording.count(test.examples()),
        Wording.count(test.mcNemar().onlyFirst()),
        Wording.count(test.mcNemar().onlySecond()),
        String.format(Locale.ROOT, "%+.4f", test.ahead()),
        ComparisonTable.p(test.mcNemar().twoSided()),
        ComparisonTable.p(test.adjusted()));
  }

  private List<CategoryChart> charts() {
    List<CategoryChart> charts = new ArrayList<>();
    CategoryChart accuracy =
        bars("Accuracy", "accuracy", ChartStyle.BLUE, one -> one.metrics().accuracy());
    accuracy.getStyler().setYAxisMax(1.0);
    charts.add(accuracy);
    if (experiments().stream().anyMatch(name -> energy(name).count() > 0)) {
      charts.add(
          bars(
              "Energy of an example",
              "microjoules",
              ChartStyle.ORANGE,
              one -> one.costs().microjoules()));
    }
    return charts;
  }

  private Spread energy(String experiment) {
    return comparison.spread(experiment, one -> one.costs().microjoules());
  }

  private CategoryChart bars(
      String title, String axis, Color colour, ToDoubleFunction<Measured> figure) {
    List<Spread> spreads =
        experiments().stream().map(name -> comparison.spread(name, figure)).toList();
    CategoryChart chart = ChartStyle.bars(Spreads.title(title, spreads), "", axis, HEIGHT);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(Spreads.top(spreads));
    if (String.join("", experiments()).length() > LEVEL_NAMES) {
      chart.getStyler().setXAxisLabelRotation(30);
    }
    Spreads.bars(chart, axis, experiments(), spreads, colour);
    return chart;
  }

  private Map<String, Picture> confusions() {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    for (String name : experiments()) {
      comparison
          .confusion(name)
          .ifPresent(counts -> pictures.put("confusions of " + name, confusion(name, counts)));
    }
    return pictures;
  }

  private Stream<String> confusionNotes() {
    return experiments().stream()
        .flatMap(name -> comparison.measured(name).stream().limit(1))
        .map(one -> ConfusionPicture.note(one.label(), one.classes().size()))
        .distinct();
  }

  private Picture confusion(String name, ConfusionMatrix counts) {
    Measured one = comparison.measured(name).get(0);
    return ConfusionPicture.of(name, one.label(), one.classes(), counts.rowNormalised());
  }

  private List<List<String>> networks() {
    return comparison.contenders().stream()
        .map(
            one ->
                List.of(
                    one.name(),
                    one.from(),
                    comparison.measured(one.name()).stream()
                        .map(Measured::network)
                        .map(network -> network.replaceAll("\\s*\\n\\s*", " | "))
                        .findFirst()
                        .orElse(NOTHING)))
        .toList();
  }
}
