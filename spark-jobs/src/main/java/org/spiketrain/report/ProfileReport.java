package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.spiketrain.data.Wording;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;
import org.spiketrain.results.ReportContent;

/** A profile as one HTML file that needs no other file, and its pictures. */
record ProfileReport(ProfileSummary profile) {
  private static final int HEIGHT = 330;
  private static final Map<String, Color> COLOURS =
      Map.of(
          "artificial", new Color(0x555555),
          "converted", ChartStyle.ORANGE,
          "fine-tuned", ChartStyle.BLUE,
          "trained", ChartStyle.BLUE);

  Map<String, byte[]> files() {
    Picture timeSteps = timeSteps();
    Picture neurons = neurons();
    Picture energy = energy();
    HtmlPage page =
        new HtmlPage(ReportContent.TITLE_PREFIX + "time steps and energy", profile.subtitle());
    accuracy(page);
    page.png(timeSteps, "accuracy and energy against time steps");
    neurons(page);
    page.png(neurons, "active neurons of each layer");
    energy(page);
    page.png(energy, "energy of a sentence");
    costs(page, profile.costs());
    Map<String, byte[]> files = new LinkedHashMap<>();
    Reports.put(files, "time-steps", timeSteps);
    Reports.put(files, "neurons", neurons);
    Reports.put(files, "energy", energy);
    files.put(OutputLayout.REPORT, page.bytes());
    return files;
  }

  private void accuracy(HtmlPage page) {
    page.heading("Accuracy against time steps");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      for (int steps : one.reportedSteps()) {
        rows.add(
            List.of(
                one.key(),
                Wording.count(steps),
                Wording.percent(one.tally().accuracy(steps)),
                Wording.significant(one.microjoules(steps, profile.costs()))));
      }
    }
    page.table(List.of("network", "time steps", "accuracy", "microjoules a sentence"), rows);
    page.note(
        "On the %s split, %s sentences. Accuracy after fewer time steps is that of the outputs so far, all in one pass; the ANN reads rates, once."
            .formatted(
                profile.split(), Wording.count(profile.networks().get(0).tally().examples())));
  }

  private Picture timeSteps() {
    XYChart accuracy = panel("Accuracy on the %s split".formatted(profile.split()), "accuracy");
    XYChart energy = panel("Energy of a sentence", "microjoules");
    energy.getStyler().setYAxisMin(0.0);
    for (ProfiledNetwork one : profile.networks()) {
      line(accuracy, one, steps -> one.tally().accuracy(steps));
      line(energy, one, steps -> one.microjoules(steps, profile.costs()));
    }
    return new Picture(accuracy, energy);
  }

  private static XYChart panel(String title, String yAxis) {
    XYChart chart = ChartStyle.curves(title, "time steps", yAxis, HEIGHT);
    chart.getStyler().setXAxisMin(0.0).setXAxisDecimalPattern("0");
    return chart;
  }

  /** A curve over the steps; of an ANN, which has no steps, a level line. */
  private void line(XYChart chart, ProfiledNetwork network, IntToDoubleFunction value) {
    int most = profile.networks().stream().mapToInt(one -> one.tally().timeSteps()).max().orElse(1);
    boolean spiking = network.network().isSpiking();
    int[] steps =
        spiking
            ? IntStream.rangeClosed(1, network.tally().timeSteps()).toArray()
            : IntStream.of(1, most).distinct().toArray();
    XYSeries series =
        chart.addSeries(
            network.key(),
            Arrays.stream(steps).asDoubleStream().toArray(),
            Arrays.stream(steps).mapToDouble(t -> value.applyAsDouble(spiking ? t : 1)).toArray());
    ChartStyle.line(series, COLOURS.getOrDefault(network.key(), Color.BLACK));
    if (!spiking) {
      series.setLineStyle(
          new BasicStroke(
              2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {6f, 4f}, 0f));
    }
  }

  private void neurons(HtmlPage page) {
    page.heading("Active neurons");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      int steps = one.defaultSteps();
      one.firing()
          .forEach(
              (name, layer) ->
                  rows.add(
                      List.of(
                          one.key(),
                          name,
                          Wording.count(layer.neurons()),
                          Wording.percent(layer.activeShare(steps)),
                          Wording.percent(layer.everActiveShare(steps)),
                          Wording.significant(layer.firingRate(steps)))));
    }
    page.table(
        List.of("network", "layer", "neurons", "active", "ever active", "firing rate"), rows);
    page.note(
        "Active is the mean fraction of the neurons that fire at least once in a sentence, ever"
            + " active those that do so in any of them; the firing rate is the mean fraction of the"
            + " time steps. A filter has a neuron at each place where it fits, padding included;"
            + " those of places that begin with a word are reported on their own, as among words. A"
            + " rectifier counts as firing where it is above 0.");
  }

  private Picture neurons() {
    CategoryChart chart =
        ChartStyle.bars("Neurons that fire at least once in a sentence", "", "share", HEIGHT);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<String> layers =
        profile.networks().stream()
            .flatMap(one -> one.firing().keySet().stream())
            .distinct()
            .toList();
    for (ProfiledNetwork one : profile.networks()) {
      List<Double> shares =
          layers.stream()
              .map(layer -> Optional.ofNullable(one.firing().get(layer)))
              .map(layer -> layer.map(l -> l.activeShare(one.defaultSteps())).orElse(0.0))
              .toList();
      chart
          .addSeries(one.key(), layers, shares)
          .setFillColor(COLOURS.getOrDefault(one.key(), Color.BLACK));
    }
    return new Picture(chart);
  }

  private void energy(HtmlPage page) {
    page.heading("Operations and energy of a sentence");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      one.operations(one.defaultSteps())
          .forEach(
              (name, layers) ->
                  layers.forEach((layer, some) -> rows.add(row(name, layer, some, one))));
    }
    page.table(
        List.of(
            "network",
            "layer",
            "multiply-accumulates",
            "accumulates",
            "weights read",
            "potentials read and written",
            "activations read and written",
            "arithmetic µJ",
            "memory µJ"),
        rows);
    relativeCost().ifPresent(page::note);
    page.note(
        "Means over the sentences, each network at the time steps it was trained with, or as many"
            + " as it ran for. Of the ANN all products are counted, and beside them those that"
            + " remain where products with padding are left out.");
  }

  private List<String> row(String name, String layer, Operations some, ProfiledNetwork network) {
    return List.of(
        name,
        layer,
        mean(some.multiplyAccumulates(), network),
        mean(some.accumulates(), network),
        mean(some.weightReads(), network),
        mean(some.stateReads() + some.stateWrites(), network),
        mean(some.activationReads() + some.activationWrites(), network),
        Wording.significant(network.perSentence(profile.costs().arithmetic(some))),
        Wording.significant(network.perSentence(profile.costs().memory(some))));
  }

  private static String mean(long count, ProfiledNetwork network) {
    return Wording.count(Math.round(count / (double) Math.max(1, network.tally().examples())));
  }

  /** Compares spiking networks with the ANN's costs without padding, where there are both. */
  private Optional<String> relativeCost() {
    Map<Boolean, List<ProfiledNetwork>> networks =
        profile.networks().stream()
            .collect(Collectors.partitioningBy(one -> one.network().isSpiking()));
    if (networks.get(false).isEmpty() || networks.get(true).isEmpty()) {
      return Optional.empty();
    }
    double least = networks.get(false).get(0).microjoulesWithoutPadding(profile.costs());
    List<String> each = new ArrayList<>();
    for (ProfiledNetwork one : networks.get(true)) {
      double needed = one.microjoules(one.defaultSteps(), profile.costs());
      each.add(
          "the %s one %s µJ after %s, %s times as much"
              .formatted(
                  one.key(),
                  Wording.significant(needed),
                  Wording.counted(one.defaultSteps(), "time step"),
                  Wording.significant(needed / least)));
    }
    return Optional.of(
        "At these costs the ANN needs %s µJ for a sentence without padding, %s. An accumulate reads a weight as a product does, so that a spiking network is the cheaper one about where it needs fewer of them over all time steps than the artificial one needs products."
            .formatted(Wording.significant(least), String.join(", ", each)));
  }

  private Picture energy() {
    CategoryChart chart = ChartStyle.bars("Energy of a sentence", "", "microjoules", HEIGHT);
    chart.getStyler().setStacked(true).setYAxisMin(0.0);
    List<String> names = new ArrayList<>();
    List<Double> arithmetic = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      one.operations(one.defaultSteps())
          .forEach(
              (name, layers) -> {
                Operations all = layers.get(ProfiledNetwork.ALL);
                names.add(name);
                arithmetic.add(one.perSentence(profile.costs().arithmetic(all)));
                memory.add(one.perSentence(profile.costs().memory(all)));
              });
    }
    chart.addSeries("arithmetic", names, arithmetic).setFillColor(ChartStyle.BLUE);
    chart.addSeries("memory", names, memory).setFillColor(new Color(0x92C5DE));
    return new Picture(chart);
  }

  /** Says at which costs energies were computed. */
  static void costs(HtmlPage page, EnergyCosts costs) {
    page.heading("What an operation costs");
    page.table(
        List.of("operation", "picojoules"),
        List.of(
            List.of("multiply-accumulate", Double.toString(costs.multiplyAccumulate())),
            List.of("accumulate", Double.toString(costs.accumulate())),
            List.of("weight read", Double.toString(costs.weightAccess())),
            List.of("potential read or written", Double.toString(costs.stateAccess())),
            List.of("activation read or written", Double.toString(costs.activationAccess()))));
    page.note(
        "The section energy of conf/reference.conf, which names the source of its defaults. They"
            + " are of 45 nm and of machines that nobody has built: what they tell is how the"
            + " networks compare.");
  }
}
