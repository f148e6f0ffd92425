package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.model.energy.LayerTally;
import org.spiketrain.model.energy.OperationCount;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;

/** The pictures of a profile. */
final class ProfileCharts {
  private static final int HEIGHT = 330;
  private static final Map<String, Color> COLOURS =
      Map.of(
          "artificial", new Color(0x555555),
          "converted", new Color(0xE08214),
          "fine-tuned", new Color(0x2166AC),
          "trained", new Color(0x2166AC));

  private ProfileCharts() {}

  /** All of them by the names of their files without ending. */
  public static Map<String, Picture> of(ProfileSummary profile) {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    pictures.put("time-steps", timeSteps(profile));
    pictures.put("neurons", neurons(profile));
    pictures.put("energy", energy(profile));
    return pictures;
  }

  private static Picture timeSteps(ProfileSummary profile) {
    XYChart accuracy = panel("Accuracy on the %s split".formatted(profile.split()), "accuracy");
    XYChart energy = panel("Energy of a sentence", "microjoules");
    energy.getStyler().setYAxisMin(0.0);
    int most = mostSteps(profile);
    for (ProfiledNetwork one : profile.networks()) {
      line(accuracy, one, most, steps -> one.tally().accuracy(steps));
      line(energy, one, most, steps -> one.microjoules(steps, profile.costs()));
    }
    return Picture.of(List.of(accuracy, energy));
  }

  private static int mostSteps(ProfileSummary profile) {
    return profile.networks().stream().mapToInt(one -> one.tally().timeSteps()).max().orElse(1);
  }

  private static XYChart panel(String title, String yAxis) {
    XYChart chart = ChartStyle.curves(title, "time steps", yAxis, HEIGHT);
    chart.getStyler().setXAxisMin(0.0).setXAxisDecimalPattern("0");
    return chart;
  }

  /** A curve over the steps; of an ANN, which has no steps, a level line. */
  private static void line(
      XYChart chart, ProfiledNetwork network, int most, IntToDoubleFunction value) {
    boolean spiking = network.network().isSpiking();
    int[] steps =
        spiking ? IntStream.rangeClosed(1, network.tally().timeSteps()).toArray() : level(most);
    XYSeries series =
        chart.addSeries(
            network.key(),
            Arrays.stream(steps).asDoubleStream().toArray(),
            Arrays.stream(steps).mapToDouble(t -> value.applyAsDouble(spiking ? t : 1)).toArray());
    Color colour = COLOURS.getOrDefault(network.key(), Color.BLACK);
    series.setMarkerColor(colour).setLineColor(colour);
    series.setLineStyle(
        spiking
            ? new BasicStroke(2f)
            : new BasicStroke(
                2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {6f, 4f}, 0f));
    series.setMarker(steps.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  private static int[] level(int most) {
    return most == 1 ? new int[] {1} : new int[] {1, most};
  }

  private static Picture neurons(ProfileSummary profile) {
    CategoryChart chart =
        ChartStyle.bars("Neurons that fire at least once in a sentence", "", "share", HEIGHT);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
    List<String> layers = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      Map<String, Double> own = new LinkedHashMap<>();
      for (Map.Entry<String, LayerTally> layer : one.firing().entrySet()) {
        own.put(layer.getKey(), layer.getValue().activeShare(one.defaultSteps()));
        if (!layers.contains(layer.getKey())) {
          layers.add(layer.getKey());
        }
      }
      shares.put(one.key(), own);
    }
    shares.forEach(
        (key, own) ->
            chart
                .addSeries(
                    key, layers, layers.stream().map(name -> own.getOrDefault(name, 0.0)).toList())
                .setFillColor(COLOURS.getOrDefault(key, Color.BLACK)));
    return Picture.of(List.of(chart));
  }

  private static Picture energy(ProfileSummary profile) {
    CategoryChart chart = ChartStyle.bars("Energy of a sentence", "", "microjoules", HEIGHT);
    chart.getStyler().setStacked(true).setYAxisMin(0.0);
    List<String> names = new ArrayList<>();
    List<Double> arithmetic = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      one.operations(one.defaultSteps())
          .forEach(
              (name, layers) -> {
                Operations all = OperationCount.sum(layers);
                names.add(name);
                arithmetic.add(one.perSentence(profile.costs().arithmetic(all)));
                memory.add(one.perSentence(profile.costs().memory(all)));
              });
    }
    chart.addSeries("arithmetic", names, arithmetic).setFillColor(new Color(0x2166AC));
    chart.addSeries("memory", names, memory).setFillColor(new Color(0x92C5DE));
    return Picture.of(List.of(chart));
  }
}
