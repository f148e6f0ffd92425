package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.energy.SequenceProbe;
import org.spiketrain.model.energy.SequenceTally;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;

/**
 * Results of a profile of networks that read step by step: names, recorded events, sentences word
 * by word.
 *
 * @param subtitle says where the networks came from
 * @param terms what examples and classes are called
 */
public record SequenceProfile(
    String subtitle,
    String split,
    CorpusTerms terms,
    List<ProfiledSequences> networks,
    EnergyCosts costs)
    implements Profile {
  private static final double MICRO = 1e-6;

  @Override
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<List<?>> timeSteps = new ArrayList<>();
    List<List<?>> neurons = new ArrayList<>();
    List<List<?>> energy = new ArrayList<>();
    for (ProfiledSequences one : networks) {
      int steps = 0;
      for (double accuracy : one.tally().accuracies()) {
        timeSteps.add(List.of(one.key(), ++steps, digits(accuracy)));
      }
      one.firingRates()
          .forEach(
              (layer, rates) -> {
                for (int neuron = 0; neuron < rates.length; neuron++) {
                  neurons.add(List.of(one.key(), layer, neuron, digits(rates[neuron])));
                }
              });
      one.operations()
          .forEach((layer, some) -> energy.add(energy(one.key(), layer, some, one.tally())));
    }
    files.put("time-steps.csv", OutputFiles.csv("network,time_steps,accuracy", timeSteps));
    files.put("neurons.csv", OutputFiles.csv("network,layer,neuron,firing_rate", neurons));
    files.put(
        "energy.csv",
        OutputFiles.csv(
            "network,layer,examples,multiply_accumulates,accumulates,weight_reads,"
                + "state_reads,state_writes,activation_reads,activation_writes,"
                + "arithmetic_microjoules_an_example,memory_microjoules_an_example",
            energy));
    files.put("profile.json", OutputFiles.json(figures()));
    return files;
  }

  /** Operations are those of all examples, which are whole numbers; energies those of one. */
  private List<?> energy(String network, String layer, Operations some, SequenceTally tally) {
    return List.of(
        network,
        layer,
        tally.examples(),
        some.multiplyAccumulates(),
        some.accumulates(),
        some.weightReads(),
        some.stateReads(),
        some.stateWrites(),
        some.activationReads(),
        some.activationWrites(),
        digits(anExample(costs.arithmetic(some), tally)),
        digits(anExample(costs.memory(some), tally)));
  }

  private Map<String, Object> figures() {
    Map<String, Object> byKey = new LinkedHashMap<>();
    for (ProfiledSequences one : networks) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("accuracy", one.tally().accuracy());
      figures.put("meanTimeSteps", one.tally().meanSteps());
      figures.put("layers", one.activities());
      microjoules(one).ifPresent(energy -> figures.put("microjoules", energy));
      one.neuroBench().ifPresent(metrics -> figures.put("neurobench", metrics));
      byKey.put(one.key(), figures);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("split", split);
    all.put("examples", networks.get(0).tally().examples());
    all.put("networks", byKey);
    return all;
  }

  /** Energy of an example, in microjoules; empty where operations are not known. */
  public Optional<Double> microjoules(ProfiledSequences network) {
    return Optional.ofNullable(network.operations().get(ProfiledSequences.ALL))
        .map(all -> anExample(costs.total(all), network.tally()));
  }

  /** Returns what joules for all examples are for one, in microjoules. */
  public static double anExample(double joules, SequenceTally tally) {
    return joules / MICRO / Math.max(1, tally.examples());
  }

  @Override
  public Map<String, byte[]> drawnBy(Renderer renderer) {
    return renderer.profile(this);
  }

  @Override
  public List<String> lines() {
    return networks.stream()
        .map(
            one ->
                String.format(
                    Locale.ROOT,
                    "%s: accuracy %.4f on the %s split, %s",
                    one.key(),
                    one.tally().accuracy(),
                    split,
                    microjoules(one)
                        .map(
                            energy ->
                                String.format(
                                    Locale.ROOT,
                                    "%.3g microjoules of one %s",
                                    energy,
                                    terms.example()))
                        .orElse("operations not known")))
        .toList();
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, "%.6g", number);
  }

  /**
   * One of the networks.
   *
   * @param key what it is called in files
   * @param layers names of all layers
   * @param neuroBench its metrics by NeuroBench's names; empty where inputs of a layer are not
   *     known
   * @param rasters what its layers give on for a few examples
   */
  public record ProfiledSequences(
      String key,
      List<String> layers,
      SequenceTally tally,
      Optional<Map<String, Object>> neuroBench,
      List<LayerRasters> rasters) {
    /** All layers together, among them. */
    public static final String ALL = "all";

    private static final String READOUT = "readout";

    /** Returns what a probe has found. */
    public static ProfiledSequences of(
        String key, SequenceProbe probe, SequenceTally tally, List<LayerRasters> rasters) {
      return new ProfiledSequences(key, probe.layers(), tally, probe.neuroBench(tally), rasters);
    }

    /** How much the spiking layers fire. */
    public List<LayerActivity> activities() {
      return tally.activity().activities();
    }

    /** Fractions of the time steps at which each neuron fires, by the names of the layers. */
    public Map<String, double[]> firingRates() {
      Map<String, double[]> rates = new LinkedHashMap<>();
      List<LayerActivity> spiking = activities();
      for (int l = 0; l < spiking.size(); l++) {
        rates.put(layers.get(spiking.get(l).layer() - 1), tally.activity().firingRates().get(l));
      }
      return rates;
    }

    /** Operations of all examples by layer, then of {@link #ALL}; none where they are not known. */
    public Map<String, Operations> operations() {
      Map<String, Operations> all = new LinkedHashMap<>();
      for (int l = 0; l < tally.operations().size(); l++) {
        Operations some = tally.operations().get(l);
        if (l < layers.size()) {
          all.put(layers.get(l), some);
        } else if (!some.equals(Operations.NONE)) {
          all.put(READOUT, some);
        }
      }
      if (!all.isEmpty()) {
        all.put(ALL, Operations.sum(all));
      }
      return all;
    }
  }

  /**
   * An example to be looked at: its text or where it stands, its class, what the network reads, and
   * the spikes of each spiking layer.
   */
  public record LayerRasters(
      String name, String label, SpikeFrames input, Map<String, SpikeFrames> layers) {}
}
