package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.model.energy.CountedNetwork;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.LayerTally;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.energy.Operations;

/**
 * Results of a profile: networks over a split, the ANN first, where there is one, and the costs of
 * operations. The subtitle says where they came from.
 */
public record ProfileSummary(
    String subtitle, String split, List<ProfiledNetwork> networks, EnergyCosts costs)
    implements Profile {
  @Override
  public Map<String, byte[]> drawnBy(Renderer renderer) {
    return renderer.profile(this);
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ProfiledNetwork one : networks) {
      for (int steps : one.reportedSteps()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: accuracy %.4f on the %s split, %.3g microjoules a sentence, after %s",
                one.key(),
                one.tally().accuracy(steps),
                split,
                one.microjoules(steps, costs),
                Wording.counted(steps, "time step")));
      }
    }
    return lines;
  }

  @Override
  public Map<String, byte[]> files() {
    List<List<?>> timeSteps = new ArrayList<>();
    List<List<?>> neurons = new ArrayList<>();
    List<List<?>> energy = new ArrayList<>();
    for (ProfiledNetwork one : networks) {
      for (int steps = 1; steps <= one.tally().timeSteps(); steps++) {
        String accuracy = digits(one.tally().accuracy(steps));
        timeSteps.add(List.of(one.key(), steps, accuracy, digits(one.microjoules(steps, costs))));
      }
      for (int steps : one.reportedSteps()) {
        one.firing()
            .forEach((layer, tally) -> neurons.add(neurons(one.key(), steps, layer, tally)));
        one.operations(steps)
            .forEach(
                (name, layers) ->
                    layers.forEach(
                        (layer, some) -> energy.add(energy(one, name, steps, layer, some))));
      }
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "time-steps.csv", OutputFiles.csv("network,time_steps,accuracy,microjoules", timeSteps));
    files.put(
        "neurons.csv",
        OutputFiles.csv(
            "network,time_steps,layer,neurons,active_share,ever_active_share,firing_rate",
            neurons));
    files.put(
        "energy.csv",
        OutputFiles.csv(
            "network,time_steps,layer,sentences,multiply_accumulates,accumulates,weight_reads,"
                + "state_reads,state_writes,activation_reads,activation_writes,"
                + "arithmetic_microjoules_a_sentence,memory_microjoules_a_sentence",
            energy));
    return files;
  }

  private static List<?> neurons(String network, int steps, String layer, LayerTally tally) {
    return List.of(
        network,
        steps,
        layer,
        tally.neurons(),
        digits(tally.activeShare(steps)),
        digits(tally.everActiveShare(steps)),
        digits(tally.firingRate(steps)));
  }

  /** Operations are those of all sentences, which are whole numbers; energies those of one. */
  private List<?> energy(
      ProfiledNetwork network, String name, int steps, String layer, Operations some) {
    return List.of(
        name,
        steps,
        layer,
        network.tally().examples(),
        some.multiplyAccumulates(),
        some.accumulates(),
        some.weightReads(),
        some.stateReads(),
        some.stateWrites(),
        some.activationReads(),
        some.activationWrites(),
        digits(network.perSentence(costs.arithmetic(some))),
        digits(network.perSentence(costs.memory(some))));
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, "%.6g", number);
  }

  /**
   * One of the networks of a profile.
   *
   * @param key what it is called in files: artificial, converted, fine-tuned or trained
   * @param network what decides its operations
   * @param ownSteps time steps that it was trained with
   */
  public record ProfiledNetwork(
      String key, CountedNetwork network, int ownSteps, NetworkTally tally) {
    /** All layers together, among them. */
    public static final String ALL = "all";

    private static final double MICRO = 1e-6;

    /** The time steps that it was trained with, if it ran for as many. */
    public int defaultSteps() {
      return Math.min(ownSteps, tally.timeSteps());
    }

    /** The time steps after which its figures are reported: those, and the last one. */
    public List<Integer> reportedSteps() {
      return Stream.of(defaultSteps(), tally.timeSteps()).distinct().toList();
    }

    /**
     * Operations of all sentences, layer by layer and then of {@link #ALL}, by the names that the
     * network has then: an ANN has another one where it computes no product with padding.
     */
    public Map<String, Map<String, Operations>> operations(int steps) {
      Map<String, Map<String, Operations>> all = new LinkedHashMap<>();
      all.put(key, withSum(network.operations(tally, steps)));
      if (!network.isSpiking()) {
        all.put("artificial, no padding", withSum(network.operationsWithoutPadding(tally)));
      }
      return all;
    }

    private static Map<String, Operations> withSum(Map<String, Operations> layers) {
      Map<String, Operations> more = new LinkedHashMap<>(layers);
      more.put(ALL, Operations.sum(layers));
      return more;
    }

    /** Energy of a sentence after so many time steps, in microjoules. */
    public double microjoules(int steps, EnergyCosts costs) {
      return perSentence(costs.total(Operations.sum(network.operations(tally, steps))));
    }

    /** The same of an ANN that computes no product with padding. */
    public double microjoulesWithoutPadding(EnergyCosts costs) {
      return perSentence(costs.total(Operations.sum(network.operationsWithoutPadding(tally))));
    }

    /** Returns what joules for all sentences are for one, in microjoules. */
    public double perSentence(double joules) {
      return joules / MICRO / Math.max(1, tally.examples());
    }

    /**
     * Returns how the layers fired that fire, by what they are called; those neurons of the
     * convolution whose positions begin with a word, besides, on their own.
     */
    public Map<String, LayerTally> firing() {
      Map<String, LayerTally> firing = new LinkedHashMap<>();
      for (int l = 0; l < network.layers().size(); l++) {
        String name = network.name(l);
        if (l == 0) {
          firing.put(name, tally.layers().get(0));
          firing.put("1: among words", tally.amongWords());
        } else if (network.layers().get(l).spiking()) {
          firing.put(name, tally.layers().get(l));
        }
      }
      return firing;
    }
  }
}
