package org.spiketrain.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.spiketrain.data.Wording;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.energy.SequenceTally;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.SequenceProfile;
import org.spiketrain.results.SequenceProfile.LayerRasters;
import org.spiketrain.results.SequenceProfile.ProfiledSequences;

/**
 * A profile of networks that read step by step as one HTML file that needs no other file, and its
 * pictures.
 */
final class SequenceProfileReport {
  private static final int HEIGHT = 330;
  private static final List<Color> COLOURS =
      List.of(ChartStyle.BLUE, ChartStyle.ORANGE, ChartStyle.GREEN, ChartStyle.INK);

  private final SequenceProfile profile;
  private final HtmlPage page;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  SequenceProfileReport(SequenceProfile profile) {
    this.profile = profile;
    this.page =
        new HtmlPage(ReportContent.TITLE_PREFIX + "time steps and energy", profile.subtitle());
  }

  Map<String, byte[]> files() {
    for (ProfiledSequences one : profile.networks()) {
      accuracy(one);
      firing(one);
      operations(one);
      one.neuroBench().ifPresent(this::neuroBench);
      rasters(one);
    }
    ProfileReport.costs(page, profile.costs());
    files.put(OutputLayout.REPORT, page.bytes());
    return files;
  }

  /** Of several networks each has pictures of its own. */
  private void picture(ProfiledSequences of, String name, Picture picture, String description) {
    page.png(picture, description);
    boolean isOnly = profile.networks().size() == 1;
    Reports.put(files, isOnly ? name : of.key() + "-" + name, picture);
  }

  private void accuracy(ProfiledSequences one) {
    SequenceTally tally = one.tally();
    page.heading("Accuracy of the %s network".formatted(one.key()));
    page.note(
        "%s of %s on the %s split, of %s time steps on average."
            .formatted(
                Wording.percent(tally.accuracy()),
                Wording.counted(tally.examples(), profile.terms().example()),
                profile.split(),
                Wording.significant(tally.meanSteps())));
    Optional<Picture> overTime = HtmlReport.overTime(profile.split(), tally.accuracies());
    overTime.ifPresent(
        picture -> {
          picture(one, "time-steps", picture, "accuracy after each time step");
          page.note(
              "By the outputs of the first time steps alone, all in one pass; a %s that is over keeps its last answer."
                  .formatted(profile.terms().example()));
        });
    if (tally.accuracies().isEmpty()) {
      page.note(
          "There is no answer before the end: the network reads in both directions, or the whole at once.");
    }
  }

  private void firing(ProfiledSequences one) {
    Map<String, double[]> rates = one.firingRates();
    if (rates.isEmpty()) {
      return;
    }
    page.heading("Firing neurons");
    List<List<String>> rows = new ArrayList<>();
    for (LayerActivity layer : one.activities()) {
      rows.add(
          List.of(
              one.layers().get(layer.layer() - 1),
              Wording.count(layer.neurons()),
              Wording.significant(layer.firingRate()),
              Wording.count(layer.dead()),
              Wording.count(layer.saturated())));
    }
    page.table(
        List.of("layer", "neurons", "firing rate", "never fire", "fire nearly always"), rows);
    picture(one, "neurons", rates(rates), "firing rates of the neurons of each layer");
    page.note(
        "The firing rate is the fraction of the time steps at which a neuron fires; nearly always is more than 95 % of them. Neurons are in the order of their rates; those of each are in neurons.csv.");
  }

  private static Picture rates(Map<String, double[]> rates) {
    XYChart chart =
        ChartStyle.curves(
            "Firing rates of the neurons", "% of the layer's neurons", "firing rate", HEIGHT);
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(100.0)
        .setYAxisMin(0.0)
        .setXAxisDecimalPattern("0");
    int drawn = 0;
    for (Map.Entry<String, double[]> layer : rates.entrySet()) {
      double[] sorted = layer.getValue().clone();
      Arrays.sort(sorted);
      double[] share =
          IntStream.rangeClosed(1, sorted.length)
              .mapToDouble(k -> 100.0 * k / sorted.length)
              .toArray();
      ChartStyle.line(
          chart.addSeries(layer.getKey(), share, sorted), COLOURS.get(drawn++ % COLOURS.size()));
    }
    return new Picture(chart);
  }

  private void operations(ProfiledSequences one) {
    String example = profile.terms().example();
    page.heading("Operations and energy of one %s".formatted(example));
    if (one.operations().isEmpty()) {
      page.note(
          "Operations are not known: spikes return to the neurons of a layer that gives membrane potentials on, or a layer works on the whole.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    one.operations().forEach((layer, some) -> rows.add(row(layer, some, one.tally())));
    page.table(
        List.of(
            "layer",
            "multiply-accumulates",
            "accumulates",
            "weights read",
            "states read and written",
            "activations read and written",
            "arithmetic µJ",
            "memory µJ"),
        rows);
    page.note("Means over the %ss; what is counted stands in docs/ANALYSE.md.".formatted(example));
  }

  private List<String> row(String layer, Operations some, SequenceTally tally) {
    return List.of(
        layer,
        mean(some.multiplyAccumulates(), tally),
        mean(some.accumulates(), tally),
        mean(some.weightReads(), tally),
        mean(some.stateReads() + some.stateWrites(), tally),
        mean(some.activationReads() + some.activationWrites(), tally),
        Wording.significant(SequenceProfile.anExample(profile.costs().arithmetic(some), tally)),
        Wording.significant(SequenceProfile.anExample(profile.costs().memory(some), tally)));
  }

  private static String mean(long count, SequenceTally tally) {
    return Wording.count(Math.round(count / (double) Math.max(1, tally.examples())));
  }

  private void neuroBench(Map<String, Object> metrics) {
    page.heading("NeuroBench");
    Map<String, String> flat = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> several) {
            several.forEach((part, number) -> flat.put(name + " " + part, String.valueOf(number)));
          } else {
            flat.put(name, String.valueOf(value));
          }
        });
    page.table(flat);
    page.note(
        "By the names and definitions of NeuroBench 2 (Yik et al. 2025), which counts operations otherwise than above: weights of inputs that are not 0, nothing of the neurons.");
  }

  private void rasters(ProfiledSequences one) {
    if (one.firingRates().isEmpty()) {
      return;
    }
    page.heading("Spikes of a few %ss".formatted(profile.terms().example()));
    int number = 0;
    for (LayerRasters example : one.rasters()) {
      picture(
          one,
          "raster-" + ++number,
          RasterPicture.of(example),
          "spikes of each layer for " + example.name());
    }
  }
}
