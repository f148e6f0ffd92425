package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
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
  private static final String REBUILD = " (rebuild)";
  private static final String NONE_YET = "none yet";

  /** Lines that lie on each other are told apart by them. */
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.CROSS);

  private static final float THIN = 2;
  private static final float BROAD = 7;
  private static final BasicStroke THIN_LINE = new BasicStroke(THIN);
  private static final Color PALE_BLUE = new Color(0x9BC4E2);
  private static final Color PALE_ORANGE = new Color(0xF2C49B);

  private static final List<Color> STAGES =
      List.of(
          ChartStyle.BLUE,
          PALE_BLUE,
          ChartStyle.ORANGE,
          ChartStyle.GREEN,
          new Color(0xAA77BB),
          new Color(0x999999));

  private final List<NightRecord> nights;
  private final Map<String, String> reports;

  /**
   * A page of nights, at least one, the oldest first.
   *
   * @param reports addresses of nights' own reports, by their names
   */
  NightlyReport(List<NightRecord> nights, Map<String, String> reports) {
    this.nights = List.copyOf(nights);
    this.reports = Map.copyOf(reports);
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
          List.of("check of new data", "of", "passed", "value", "limit", "which moved most"),
          last.checks().stream().map(NightlyReport::row).toList());
    }
    page.heading("Accuracy");
    page.note(
        "Of examples that nobody was trained on: fixed, those of the first data or the last"
            + " rebuild; recent, those of the last days. Broad lines are the champion's, to be"
            + " beaten by the thin ones of the same colour.");
    if (nights.stream().anyMatch(NightlyReport::isRebuild)) {
      page.note(
          "Nights marked so: "
              + REBUILD.strip()
              + " read all data anew. From there on fixed are"
              + " other examples, and so is what drift is measured against.");
    }
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
        newestFirst().stream().map(NightlyReport::row).toList(),
        reports);
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
    return List.of(one.name(), one.verdict(), one.found());
  }

  private static List<String> row(Check one) {
    return List.of(
        one.name(),
        one.part(),
        one.passed() ? "yes" : "no",
        Wording.significant(one.value()),
        Wording.significant(one.limit()),
        one.detail());
  }

  private static List<String> row(NightRecord night) {
    return List.of(
        night.night(),
        said(night.status()) + (isRebuild(night) ? REBUILD : ""),
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

  /** All but the first base are of data that were read anew. */
  private static boolean isRebuild(NightRecord night) {
    return night.generation() > 1 && night.data().stream().anyMatch(TakenData::base);
  }

  private List<String> names() {
    return nights.stream().map(one -> one.night() + (isRebuild(one) ? REBUILD : "")).toList();
  }

  private CategoryChart accuracies() {
    CategoryChart chart = chart("Accuracy on hold-outs", "accuracy");
    // The champion's lies below, so that it is seen where both are the same.
    BasicStroke broad = new BasicStroke(BROAD, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    line(chart, "champion, " + FIXED, PALE_BLUE, night -> accuracy(night, FIXED, false), broad);
    line(chart, "champion, " + RECENT, PALE_ORANGE, night -> accuracy(night, RECENT, false), broad);
    line(
        chart,
        "candidate, " + FIXED,
        ChartStyle.BLUE,
        night -> accuracy(night, FIXED, true),
        THIN_LINE);
    line(
        chart,
        "candidate, " + RECENT,
        ChartStyle.ORANGE,
        night -> accuracy(night, RECENT, true),
        dashes(1));
    lineOfNothingIfEmpty(chart);
    return chart;
  }

  /**
   * Dashes of as many lengths as there are lines, so that one shows through the gaps of another.
   */
  private static BasicStroke dashes(int line) {
    return line == 0
        ? THIN_LINE
        : new BasicStroke(
            THIN,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            new float[] {3f + 4 * line, 4},
            0);
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
                  .orElse(Double.NaN),
          dashes(chart.getSeriesMap().size()));
    }
    // The limits that are common are on it, whatever there is.
    chart.getStyler().setYAxisMax(Math.max(LEAST_DRIFT, largestDrift()));
    lineOfNothingIfEmpty(chart);
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
      stages.add(NONE_YET);
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

  /** A chart without any line cannot be drawn. */
  private void lineOfNothingIfEmpty(CategoryChart chart) {
    if (chart.getSeriesMap().isEmpty()) {
      line(chart, NONE_YET, STAGES.get(0), night -> 0, THIN_LINE);
    }
  }

  private CategorySeries bars(
      CategoryChart chart, String name, Color colour, ToDoubleFunction<NightRecord> value) {
    List<Double> values = nights.stream().map(night -> value.applyAsDouble(night)).toList();
    CategorySeries series = chart.addSeries(name, names(), values);
    series.setFillColor(colour);
    return series;
  }

  private void line(
      CategoryChart chart,
      String name,
      Color colour,
      ToDoubleFunction<NightRecord> value,
      BasicStroke stroke) {
    // A night without such a figure has no point, and the line a gap.
    List<Double> points = new ArrayList<>();
    for (NightRecord night : nights) {
      double figure = value.applyAsDouble(night);
      points.add(Double.isNaN(figure) ? null : figure);
    }
    if (points.stream().allMatch(Objects::isNull)) {
      return;
    }
    Marker marker = MARKERS.get(chart.getSeriesMap().size() % MARKERS.size());
    CategorySeries series = chart.addSeries(name, names(), points);
    series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line);
    series.setMarker(marker).setMarkerColor(colour).setLineColor(colour).setLineStyle(stroke);
  }
}
