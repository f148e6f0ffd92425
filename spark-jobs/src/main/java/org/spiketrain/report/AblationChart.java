package org.spiketrain.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.Group;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Ranking;

/**
 * Accuracies of an ablation's settings on one split.
 *
 * @param accuracies of a setting by network
 */
record AblationChart(
    Ablation ablation, String split, Function<Group, Map<String, Spread>> accuracies) {
  private static final int HEIGHT = 420;

  /** More of them nobody tells apart, as random samples are, each a series of its own. */
  private static final int MOST_SERIES = 12;

  /** Numbers of such a ratio lie on a logarithmic axis. */
  private static final double WIDE = 50;

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");

  private static final List<Color> COLOURS =
      List.of(
          ChartStyle.BLUE,
          ChartStyle.ORANGE,
          ChartStyle.GREEN,
          new Color(0x762A83),
          new Color(0xB2182B),
          new Color(0x35978F));

  /** The split that ranks above the one of the reported figures, if they are two. */
  static Picture of(Ablation ablation) {
    Ranking ranking = ablation.ranking();
    List<Chart<?, ?>> panels = new ArrayList<>();
    if (ranking.isIndependent()) {
      panels.addAll(
          new AblationChart(ablation, ranking.split(), group -> trained(ranking.score(group)))
              .panels());
    }
    panels.addAll(new AblationChart(ablation, ranking.reported(), Group::accuracies).panels());
    return new Picture(panels);
  }

  private static Map<String, Spread> trained(Spread score) {
    return score.count() == 0 ? Map.of() : Map.of(Ablation.TRAINED, score);
  }

  /** Returns curves or bars where there are few, else a point for each setting. */
  private List<? extends Chart<?, ?>> panels() {
    Map<String, Map<String, Spread>> series = series();
    List<String> numeric = ablation.settingKeys().stream().filter(this::isNumeric).toList();
    boolean samples =
        ablation.groups().size() > 1
            && series.values().stream().allMatch(points -> points.size() == 1);
    return (samples || series.size() > MOST_SERIES) && isNumeric(axis())
        ? numeric.stream()
            // Settings that have a key that is not always varied may all have been stopped.
            .filter(key -> key.equals(axis()) || !trainedWith(key).isEmpty())
            .map(this::points)
            .toList()
        : List.of(compared(series));
  }

  private boolean isNumeric(String key) {
    return ablation.groups().stream()
        .flatMap(group -> Stream.ofNullable(group.labels().get(key)))
        .allMatch(NUMBER.asMatchPredicate());
  }

  private List<Group> trainedWith(String key) {
    return ablation.groups().stream()
        .filter(group -> group.labels().containsKey(key))
        .filter(group -> accuracies.apply(group).containsKey(Ablation.TRAINED))
        .toList();
  }

  /** Accuracy of each setting against one of its keys. */
  private XYChart points(String key) {
    List<Group> some = trainedWith(key);
    List<Spread> spreads =
        some.stream().map(group -> accuracies.apply(group).get(Ablation.TRAINED)).toList();
    XYChart chart = chart(key, spreads);
    if (some.isEmpty()) {
      return chart;
    }
    double[] x =
        some.stream().mapToDouble(group -> Double.parseDouble(group.labels().get(key))).toArray();
    XYSeries series =
        chart.addSeries(
            Ablation.TRAINED,
            x,
            spreads.stream().mapToDouble(Spread::mean).toArray(),
            spreads.stream().mapToDouble(Spread::deviation).toArray());
    ChartStyle.line(series, ChartStyle.BLUE).setMarker(SeriesMarkers.CIRCLE);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setXAxisLogarithmic(isWide(x));
    return chart;
  }

  private static boolean isWide(double... x) {
    double least = Arrays.stream(x).min().orElse(0);
    return least > 0 && Arrays.stream(x).max().orElse(0) / least >= WIDE;
  }

  private String title(String key, Collection<Spread> shown) {
    return Spreads.title("Accuracy on the %s split against %s".formatted(split, key), shown);
  }

  private XYChart chart(String key, Collection<Spread> shown) {
    String title = title(key, shown);
    XYChart chart = ChartStyle.curves(title, key, "accuracy", HEIGHT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setXAxisDecimalPattern("0.######");
    return chart;
  }

  private static List<Spread> all(Map<String, Map<String, Spread>> series) {
    return series.values().stream().flatMap(points -> points.values().stream()).toList();
  }

  /**
   * Accuracy against the first key of an ablation that is not seed or fold: a line where its values
   * are numbers, else bars; one for each combination of the other keys, or, where there is but one,
   * for each network of the run. Error bars are the deviation over seeds and folds.
   */
  private Chart<?, ?> compared(Map<String, Map<String, Spread>> series) {
    boolean numbers =
        series.values().stream()
            .flatMap(points -> points.keySet().stream())
            .allMatch(NUMBER.asMatchPredicate());
    return numbers ? lines(series) : bars(series);
  }

  private String axis() {
    List<String> compared = ablation.settingKeys();
    return (compared.isEmpty() ? ablation.keys() : compared).get(0);
  }

  /** Accuracies of each series by the value of the first key. */
  private Map<String, Map<String, Spread>> series() {
    Map<String, Map<String, Spread>> trained = new LinkedHashMap<>();
    Map<String, Map<String, Spread>> networks = new LinkedHashMap<>();
    for (Group group : groups()) {
      Map<String, String> others = new LinkedHashMap<>(group.labels());
      String at = others.remove(axis());
      if (at == null) {
        // It is varied only where another key has some value.
        continue;
      }
      String name =
          others.entrySet().stream()
              .map(label -> label.getKey() + " " + label.getValue())
              .collect(Collectors.joining(", "));
      accuracies
          .apply(group)
          .forEach(
              (network, spread) -> {
                put(networks, network, at, spread);
                if (network.equals(Ablation.TRAINED)) {
                  put(trained, name, at, spread);
                }
              });
    }
    return trained.size() > 1 ? trained : networks;
  }

  private static void put(
      Map<String, Map<String, Spread>> series, String name, String at, Spread spread) {
    series.computeIfAbsent(name, unused -> new LinkedHashMap<>()).put(at, spread);
  }

  /** Returns a group for each trial where only seed or fold change. */
  private List<Group> groups() {
    if (!ablation.settingKeys().isEmpty()) {
      return ablation.groups();
    }
    List<Group> groups = new ArrayList<>();
    for (TrialResult row : ablation.rows()) {
      Map<String, Spread> own = new LinkedHashMap<>();
      row.accuracies().forEach((network, value) -> own.put(network, Spread.of(value)));
      groups.add(new Group(row.labels(), List.of(row), own));
    }
    return groups;
  }

  private XYChart lines(Map<String, Map<String, Spread>> series) {
    XYChart chart = chart(axis(), all(series));
    chart
        .getStyler()
        .setXAxisLogarithmic(
            isWide(
                series.values().stream()
                    .flatMap(points -> points.keySet().stream())
                    .mapToDouble(Double::parseDouble)
                    .toArray()));
    series.forEach(
        (name, points) -> {
          Color colour = COLOURS.get(chart.getSeriesMap().size() % COLOURS.size());
          List<String> at =
              points.keySet().stream().sorted(Comparator.comparing(Double::valueOf)).toList();
          double[] x = at.stream().mapToDouble(Double::parseDouble).toArray();
          double[] means = at.stream().mapToDouble(one -> points.get(one).mean()).toArray();
          double[] bars = at.stream().mapToDouble(one -> points.get(one).deviation()).toArray();
          ChartStyle.line(chart.addSeries(name, x, means, bars), colour)
              .setMarker(SeriesMarkers.CIRCLE);
        });
    return chart;
  }

  private CategoryChart bars(Map<String, Map<String, Spread>> series) {
    String title = title(axis(), all(series));
    CategoryChart chart = ChartStyle.bars(title, axis(), "accuracy", HEIGHT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<String> at =
        series.values().stream().flatMap(points -> points.keySet().stream()).distinct().toList();
    Spread none = Spread.of();
    series.forEach(
        (name, points) -> {
          Color colour = COLOURS.get(chart.getSeriesMap().size() % COLOURS.size());
          List<Spread> spreads = at.stream().map(one -> points.getOrDefault(one, none)).toList();
          Spreads.bars(chart, name, at, spreads, colour);
        });
    return chart;
  }
}
