package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spiketrain.model.energy.CountedNetwork;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.LayerTally;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.energy.OperationCount;
import org.spiketrain.model.energy.Operations;

/**
 * Results of a profile.
 *
 * @param subtitle one line on where the networks came from
 * @param split the split that they ran over
 * @param networks the networks, the ANN first, where there is one
 * @param costs what operations cost
 */
public record ProfileSummary(
    String subtitle, String split, List<ProfiledNetwork> networks, EnergyCosts costs) {

  /**
   * One of the networks of a profile.
   *
   * @param key what it is called in files: artificial, converted, fine-tuned or trained
   * @param network what decides its operations
   * @param ownSteps time steps that it was trained with
   * @param tally what it did
   */
  public record ProfiledNetwork(
      String key, CountedNetwork network, int ownSteps, NetworkTally tally) {
    /** The ANN where it computes no product with padding. */
    static final String WITHOUT_PADDING = "artificial, no padding";

    private static final double MICRO = 1e-6;

    /** The time steps that it was trained with, if it ran for as many. */
    public int defaultSteps() {
      return Math.min(ownSteps, tally.timeSteps());
    }

    /** The time steps after which its figures are reported: those, and the last one. */
    public List<Integer> reportedSteps() {
      return Stream.of(defaultSteps(), tally.timeSteps()).distinct().toList();
    }

    /** Operations of all sentences, layer by layer, by the names that the network has then. */
    public Map<String, Map<String, Operations>> operations(int steps) {
      Map<String, Map<String, Operations>> all = new LinkedHashMap<>();
      all.put(key, OperationCount.of(network, tally, steps));
      if (!network.isSpiking()) {
        all.put(WITHOUT_PADDING, OperationCount.withoutPadding(network, tally));
      }
      return all;
    }

    /** Energy of a sentence after so many time steps, in microjoules. */
    public double microjoules(int steps, EnergyCosts costs) {
      Operations all = OperationCount.sum(OperationCount.of(network, tally, steps));
      return perSentence(costs.total(all));
    }

    /** The same of an ANN that computes no product with padding. */
    public double microjoulesWithoutPadding(EnergyCosts costs) {
      Operations some = OperationCount.sum(OperationCount.withoutPadding(network, tally));
      return perSentence(costs.total(some));
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
