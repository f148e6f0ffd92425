package org.spiketrain.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.data.Wording;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.TakenData;
import org.spiketrain.results.NightStatus;
import org.spiketrain.results.ReportContent;

/** The page of the last nights: what was decided, and how accuracy, data, drift and time went. */
final class NightlyReport {
  private static final int HEIGHT = 280;
  private static final double LEAST_DRIFT = 0.3;
  private static final String FIXED = "fixed";
  private static final String RECENT = "recent";
  private static final List<Color> STAGES =
      List.of(
          ChartStyle.BLUE,
          new Color(0x9BC4E2),
          ChartStyle.ORANGE,
          ChartStyle.GREEN,
          new Color(0xAA77BB),
          new Color(0x999999));

  private final List<NightRecord> nights;

  /** A page of nights, at least one, the oldest first. */
  NightlyReport(List<NightRecord> nights) {
    this.nights = List.copyOf(nights);
  }

  HtmlPage page() {
    NightRecord last = nights.get(nights.size() - 1);
    HtmlPage page =
        new HtmlPage(
            ReportContent.TITLE_PREFIX + last.models().name() + ", night after night",
            "%s to %s; %s."
                .formatted(
                    nights.get(0).night(),
                    last.night(),
                    last.models().championAfter() == 0
                        ? "there is no champion"
                        : "the champion is version " + last.models().championAfter()));
    page.heading("Last night: " + said(last.status()));
    last.reasons().forEach(page::note);
    last.notes().forEach(note -> page.note("Note: " + note));
    if (!last.conditions().isEmpty()) {
      page.table(
          List.of("condition", "met", "found"),
          last.conditions().stream().map(NightlyReport::row).toList());
    }
    if (!last.checks().isEmpty()) {
      page.table(
          List.of("check of new data", "of", "passed", "value", "limit"),
          last.checks().stream().map(NightlyReport::row).toList());
    }
    page.heading("Accuracy");
    page.note(
        "Of examples that nobody was trained on: fixed, those of the first data or the last rebuild;"
            + " recent, those of the last days.");
    page.svg(new Picture(accuracies()), "accuracy by night");
    page.heading("New data");
    page.svg(new Picture(data(), drift()), "new examples and drift by night");
    page.heading("Durations");
    page.svg(new Picture(durations()), "minutes by night and stage");
    page.heading("Decisions");
    page.table(
        List.of(
            "night",
            "outcome",
            "new examples",
            "candidate",
            "champion",
            "accuracy, fixed",
            "accuracy, recent",
            "minutes",
            "why"),
        newestFirst().stream().map(NightlyReport::row).toList());
    return page;
  }

  private List<NightRecord> newestFirst() {
    List<NightRecord> reversed = new ArrayList<>(nights);
    java.util.Collections.reverse(reversed);
    return reversed;
  }

  private static String said(NightStatus status) {
    return status.label().replace('-', ' ');
  }

  private static List<String> row(Condition one) {
    return List.of(one.name(), one.met() ? "yes" : "no", one.found());
  }

  private static List<String> row(Check one) {
    return List.of(
        one.name(),
        one.part(),
        one.passed() ? "yes" : "no",
        Wording.significant(one.value()),
        Wording.significant(one.limit()));
  }

  private static List<String> row(NightRecord night) {
    return List.of(
        night.night(),
        said(night.status()),
        Wording.count(examples(night)),
        version(night.models().candidate()),
        version(night.models().championAfter()),
        accuracy(night, FIXED),
        accuracy(night, RECENT),
        Wording.significant(minutes(night)),
        String.join("; ", night.reasons()));
  }

  private static String version(int number) {
    return number == 0 ? "–" : Integer.toString(number);
  }

  private static String accuracy(NightRecord night, String holdOut) {
    return night.holdOuts().stream()
        .filter(one -> one.name().equals(holdOut))
        .map(one -> Wording.score(one.candidate().accuracy()))
        .findFirst()
        .orElse("–");
  }

  private static long examples(NightRecord night) {
    return night.data().stream().mapToLong(TakenData::examples).sum();
  }

  private static double minutes(NightRecord night) {
    return night.seconds().values().stream().mapToDouble(Double::doubleValue).sum() / 60;
  }

  private List<String> names() {
    return nights.stream().map(NightRecord::night).toList();
  }

  private CategoryChart accuracies() {
    CategoryChart chart = chart("Accuracy on hold-outs", "accuracy");
    for (String holdOut : List.of(FIXED, RECENT)) {
      Color colour = holdOut.equals(FIXED) ? ChartStyle.BLUE : ChartStyle.ORANGE;
      line(chart, "candidate, " + holdOut, colour, night -> accuracy(night, holdOut, true));
      Color pale = holdOut.equals(FIXED) ? STAGES.get(1) : new Color(0xF2C49B);
      line(chart, "champion, " + holdOut, pale, night -> accuracy(night, holdOut, false));
    }
    return chart;
  }

  private static double accuracy(NightRecord night, String holdOut, boolean candidate) {
    return night.holdOuts().stream()
        .filter(one -> one.name().equals(holdOut))
        .map(one -> candidate ? one.candidate() : one.champion())
        .filter(figures -> figures.examples() > 0)
        .mapToDouble(Figures::accuracy)
        .findFirst()
        .orElse(Double.NaN);
  }

  private CategoryChart data() {
    CategoryChart chart = chart("New examples, and rows that were set aside", "rows");
    chart.getStyler().setStacked(true);
    bars(chart, "examples", ChartStyle.BLUE, NightlyReport::examples);
    bars(
        chart,
        "set aside",
        ChartStyle.ORANGE,
        night -> night.data().stream().mapToLong(TakenData::rejected).sum());
    return chart;
  }

  private CategoryChart drift() {
    CategoryChart chart = chart("Drift of new data: population stability index", "PSI");
    List<String> checks =
        nights.stream()
            .flatMap(night -> night.checks().stream())
            .map(Check::name)
            .filter(name -> name.startsWith(Check.DRIFT))
            .distinct()
            .toList();
    for (String name : checks) {
      line(
          chart,
          name.substring(Check.DRIFT.length()),
          STAGES.get(chart.getSeriesMap().size() % STAGES.size()),
          night ->
              night.checks().stream()
                  .filter(check -> check.name().equals(name))
                  .mapToDouble(Check::value)
                  .findFirst()
                  .orElse(Double.NaN));
    }
    // The limits that are common are on it, whatever there is.
    chart.getStyler().setYAxisMax(Math.max(LEAST_DRIFT, largestDrift()));
    if (checks.isEmpty()) {
      line(chart, "none yet", STAGES.get(0), night -> 0);
    }
    return chart;
  }

  private double largestDrift() {
    return nights.stream()
        .flatMap(night -> night.checks().stream())
        .filter(check -> check.name().startsWith(Check.DRIFT))
        .mapToDouble(Check::value)
        .max()
        .orElse(0);
  }

  private CategoryChart durations() {
    CategoryChart chart = chart("Minutes by stage", "minutes");
    chart.getStyler().setStacked(true);
    List<String> stages =
        nights.stream()
            .flatMap(night -> night.seconds().keySet().stream())
            .distinct()
            .collect(Collectors.toCollection(ArrayList::new));
    if (stages.isEmpty()) {
      stages.add("none yet");
    }
    for (String stage : stages) {
      bars(
          chart,
          stage,
          STAGES.get(chart.getSeriesMap().size() % STAGES.size()),
          night -> night.seconds().getOrDefault(stage, 0.0) / 60);
    }
    return chart;
  }

  private static CategoryChart chart(String title, String yAxis) {
    CategoryChart chart = ChartStyle.bars(title, "", yAxis, HEIGHT);
    chart.getStyler().setXAxisLabelRotation(60).setYAxisMin(0.0);
    // Otherwise the points of several lines stand side by side.
    chart.getStyler().setOverlapped(true);
    return chart;
  }

  private CategorySeries bars(
      CategoryChart chart, String name, Color colour, ToDoubleFunction<NightRecord> value) {
    List<Double> values = nights.stream().map(night -> value.applyAsDouble(night)).toList();
    CategorySeries series = chart.addSeries(name, names(), values);
    series.setFillColor(colour);
    return series;
  }

  private void line(
      CategoryChart chart, String name, Color colour, ToDoubleFunction<NightRecord> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    nights.forEach(night -> values.put(night.night(), value.applyAsDouble(night)));
    if (values.values().stream().allMatch(v -> v.isNaN())) {
      return;
    }
    // A night without such a figure has no point, and the line goes over it.
    List<Double> points = new ArrayList<>();
    values.values().forEach(v -> points.add(v.isNaN() ? null : v));
    CategorySeries series = chart.addSeries(name, names(), points);
    series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
  }
}
