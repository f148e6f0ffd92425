package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AblationFiles;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.TrialResult;

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

  /**
   * Accuracy against the first key of an ablation that is not seed or fold: a line where its values
   * are numbers, else bars; one for each combination of the other keys, or, where there is but one,
   * for each network of the run. Error bars are the deviation over seeds and folds.
   */
  static final class AblationPicture {
    private static final int HEIGHT = 420;
    private static final List<Color> COLOURS =
        List.of(
            new Color(0x2166AC),
            new Color(0xE08214),
            new Color(0x5AAE61),
            new Color(0x762A83),
            new Color(0xB2182B),
            new Color(0x35978F));

    private final Ablation ablation;

    private AblationPicture(Ablation ablation) {
      this.ablation = ablation;
    }

    /**
     * Draws an ablation.
     *
     * @param ablation with a result at least
     */
    static Picture of(Ablation ablation) {
      AblationPicture picture = new AblationPicture(ablation);
      Map<String, List<Point>> series = picture.series();
      boolean numbers =
          series.values().stream().flatMap(List::stream).allMatch(point -> isNumber(point.at()));
      return Picture.of(List.of(numbers ? picture.lines(series) : picture.bars(series)));
    }

    /** An accuracy at a value of the first key. */
    private record Point(String at, Ablation.Spread spread) {}

    private String axis() {
      List<String> compared = ablation.settingKeys();
      return (compared.isEmpty() ? ablation.keys() : compared).get(0);
    }

    private Map<String, List<Point>> series() {
      Map<String, List<Point>> trained = new LinkedHashMap<>();
      Map<String, List<Point>> networks = new LinkedHashMap<>();
      for (Ablation.Group group : groups()) {
        String others =
            group.labels().entrySet().stream()
                .filter(label -> !label.getKey().equals(axis()))
                .map(label -> label.getKey() + " " + label.getValue())
                .collect(Collectors.joining(", "));
        group
            .accuracies()
            .forEach(
                (network, spread) -> {
                  Point point = new Point(group.labels().get(axis()), spread);
                  networks.computeIfAbsent(network, unused -> new ArrayList<>()).add(point);
                  if (network.equals(Ablation.TRAINED)) {
                    trained.computeIfAbsent(others, unused -> new ArrayList<>()).add(point);
                  }
                });
      }
      return trained.size() > 1 ? trained : networks;
    }

    /** Returns a group for each trial where only seed or fold change. */
    private List<Ablation.Group> groups() {
      if (!ablation.settingKeys().isEmpty()) {
        return ablation.groups();
      }
      List<Ablation.Group> groups = new ArrayList<>();
      for (TrialResult row : ablation.rows()) {
        Map<String, Ablation.Spread> accuracies = new LinkedHashMap<>();
        row.result()
            .ifPresent(
                result ->
                    result
                        .accuracies()
                        .forEach((key, value) -> accuracies.put(key, Ablation.Spread.of(value))));
        groups.add(new Ablation.Group(row.labels(), accuracies));
      }
      return groups;
    }

    private XYChart lines(Map<String, List<Point>> series) {
      XYChart chart = ChartStyle.curves("Accuracy against " + axis(), axis(), "accuracy", HEIGHT);
      chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
      chart.getStyler().setXAxisDecimalPattern("0.######");
      int next = 0;
      for (Map.Entry<String, List<Point>> one : series.entrySet()) {
        List<Point> points =
            one.getValue().stream()
                .sorted((a, b) -> Double.compare(number(a.at()), number(b.at())))
                .toList();
        XYSeries drawn =
            chart.addSeries(
                one.getKey(),
                points.stream().mapToDouble(point -> number(point.at())).toArray(),
                points.stream().mapToDouble(point -> point.spread().mean()).toArray(),
                points.stream().mapToDouble(point -> point.spread().deviation()).toArray());
        Color colour = COLOURS.get(next++ % COLOURS.size());
        drawn.setMarkerColor(colour).setLineColor(colour).setLineStyle(new BasicStroke(2f));
        drawn.setMarker(SeriesMarkers.CIRCLE);
      }
      return chart;
    }

    private CategoryChart bars(Map<String, List<Point>> series) {
      CategoryChart chart =
          ChartStyle.bars("Accuracy against " + axis(), axis(), "accuracy", HEIGHT);
      chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
      chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
      List<String> all =
          series.values().stream().flatMap(List::stream).map(Point::at).distinct().toList();
      int next = 0;
      for (Map.Entry<String, List<Point>> one : series.entrySet()) {
        Map<String, Ablation.Spread> byLabel = new LinkedHashMap<>();
        one.getValue().forEach(point -> byLabel.put(point.at(), point.spread()));
        Ablation.Spread none = new Ablation.Spread(0, 0, 0);
        chart
            .addSeries(
                one.getKey(),
                all,
                all.stream().map(at -> byLabel.getOrDefault(at, none).mean()).toList(),
                all.stream().map(at -> byLabel.getOrDefault(at, none).deviation()).toList())
            .setFillColor(COLOURS.get(next++ % COLOURS.size()));
      }
      return chart;
    }

    private static boolean isNumber(String label) {
      return label.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");
    }

    private static double number(String label) {
      return Double.parseDouble(label);
    }
  }
}
