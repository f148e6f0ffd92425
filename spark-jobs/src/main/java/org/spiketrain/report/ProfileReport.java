package org.spiketrain.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spiketrain.data.Wording;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.OperationCount;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.results.NumberFormats;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;
import org.spiketrain.results.ReportContent;

/** The report of a profile as one HTML file that needs no other file. */
final class ProfileReport {
  private ProfileReport() {}

  /**
   * The whole file, to be stored as UTF-8.
   *
   * @param pictures as {@link ProfileCharts} gives them
   */
  public static String of(ProfileSummary profile, Map<String, Picture> pictures) {
    HtmlPage page =
        new HtmlPage(ReportContent.TITLE_PREFIX + "time steps and energy", profile.subtitle());
    accuracy(page, profile);
    page.png(pictures.get("time-steps"), "accuracy and energy against time steps");
    neurons(page, profile);
    page.png(pictures.get("neurons"), "active neurons of each layer");
    energy(page, profile);
    page.png(pictures.get("energy"), "energy of a sentence");
    costs(page, profile.costs());
    return page.toHtml();
  }

  private static void accuracy(HtmlPage page, ProfileSummary profile) {
    page.heading("Accuracy against time steps");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      for (int steps : one.reportedSteps()) {
        rows.add(
            List.of(
                one.key(),
                Wording.count(steps),
                NumberFormats.percent(one.tally().accuracy(steps)),
                NumberFormats.significant(one.microjoules(steps, profile.costs()))));
      }
    }
    page.table(List.of("network", "time steps", "accuracy", "microjoules a sentence"), rows);
    page.note(
        "On the %s split, %s sentences. Accuracy after fewer time steps is that of the outputs so far, all in one pass; the ANN reads rates, once."
            .formatted(
                profile.split(), Wording.count(profile.networks().get(0).tally().examples())));
  }

  private static void neurons(HtmlPage page, ProfileSummary profile) {
    page.heading("Active neurons");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      one.firing()
          .forEach(
              (name, layer) ->
                  rows.add(
                      List.of(
                          one.key(),
                          name,
                          Wording.count(layer.neurons()),
                          NumberFormats.percent(layer.activeShare(one.defaultSteps())),
                          NumberFormats.percent(layer.everActiveShare(one.defaultSteps())),
                          NumberFormats.significant(layer.firingRate(one.defaultSteps())))));
    }
    page.table(
        List.of("network", "layer", "neurons", "active", "ever active", "firing rate"), rows);
    page.note(
        "Active is the mean fraction of the neurons that fire at least once in a sentence, ever active those that do so in any of them; the firing rate is the mean fraction of the time steps. A filter has a neuron at each place where it fits, padding included; those of places that begin with a word are reported on their own, as among words. A rectifier counts as firing where it is above 0.");
  }

  private static void energy(HtmlPage page, ProfileSummary profile) {
    page.heading("Operations and energy of a sentence");
    List<List<String>> rows = new ArrayList<>();
    for (ProfiledNetwork one : profile.networks()) {
      one.operations(one.defaultSteps())
          .forEach(
              (name, layers) -> {
                layers.forEach((layer, some) -> rows.add(row(name, layer, some, one, profile)));
                rows.add(row(name, "all", OperationCount.sum(layers), one, profile));
              });
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
    relativeCost(profile).ifPresent(page::note);
    page.note(
        "Means over the sentences, each network at the time steps it was trained with, or as many as it ran for. Of the ANN all products are counted, and beside them those that remain where products with padding are left out.");
  }

  /**
   * Returns how much more or less the spiking networks cost than the ANN without padding; empty
   * where there is nothing to compare.
   */
  private static Optional<String> relativeCost(ProfileSummary profile) {
    Optional<ProfiledNetwork> artificial =
        profile.networks().stream().filter(one -> !one.network().isSpiking()).findFirst();
    List<ProfiledNetwork> spiking =
        profile.networks().stream().filter(one -> one.network().isSpiking()).toList();
    if (artificial.isEmpty() || spiking.isEmpty()) {
      return Optional.empty();
    }
    double least = artificial.get().microjoulesWithoutPadding(profile.costs());
    String each =
        spiking.stream()
            .map(
                one ->
                    "the %s one %s µJ after %s, %s times as much"
                        .formatted(
                            one.key(),
                            NumberFormats.significant(
                                one.microjoules(one.defaultSteps(), profile.costs())),
                            Wording.counted(one.defaultSteps(), "time step"),
                            NumberFormats.significant(
                                one.microjoules(one.defaultSteps(), profile.costs()) / least)))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "At these costs the ANN needs %s µJ for a sentence without padding, %s. An accumulate reads a weight as a product does, so that a spiking network is the cheaper one about where it needs fewer of them over all time steps than the artificial one needs products."
            .formatted(NumberFormats.significant(least), each));
  }

  private static List<String> row(
      String name, String layer, Operations some, ProfiledNetwork network, ProfileSummary profile) {
    return List.of(
        name,
        layer,
        mean(some.multiplyAccumulates(), network),
        mean(some.accumulates(), network),
        mean(some.weightReads(), network),
        mean(some.stateReads() + some.stateWrites(), network),
        mean(some.activationReads() + some.activationWrites(), network),
        NumberFormats.significant(network.perSentence(profile.costs().arithmetic(some))),
        NumberFormats.significant(network.perSentence(profile.costs().memory(some))));
  }

  private static String mean(long count, ProfiledNetwork network) {
    return Wording.count(Math.round(count / (double) Math.max(1, network.tally().examples())));
  }

  private static void costs(HtmlPage page, EnergyCosts costs) {
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
        "The section energy of conf/reference.conf, which names the source of its defaults. They are of 45 nm and of machines that nobody has built: what they tell is how the networks compare.");
  }
}
