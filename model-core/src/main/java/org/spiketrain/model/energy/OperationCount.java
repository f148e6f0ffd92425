package org.spiketrain.model.energy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.layer.CountedLayer;

/**
 * The operations of a network over the examples of a tally, layer by layer. In the manner of
 * Lemaire et al. (2022), "An Analytical Estimation of Spiking Neural Networks Energy Efficiency",
 * but with the spikes that really were, each with the neurons that it really reached.
 *
 * <p>Of a spiking network with N examples, after T time steps, with S spikes and U = N T neurons:
 *
 * <pre>
 *   convolution  accumulates sum over input spikes of the neurons that read the word
 *   pooled       accumulates one a spike of the convolution, without a weight
 *   dense        accumulates spikes of the layer before * neurons
 *   each         U updates, multiply-accumulates where potentials decay, else accumulates
 *   weights      read once an accumulate of a weight, biases once an update
 *   potentials   read and written once an accumulate and once an update
 *   activations  read once a spike that comes in, written once a spike
 * </pre>
 *
 * <p>Of an ANN, which computes every product whatever its inputs are:
 *
 * <pre>
 *   convolution  N * dimensions * sum over filters and positions of the filter's width
 *   mean         N * neurons of the convolution accumulates
 *   dense        N * columns * neurons
 *   weights      read once a product, biases once a neuron (added by an accumulate)
 *   activations  read once a product and a value of the mean, written once a neuron
 * </pre>
 *
 * <p>What is not counted: drawing the input's spikes, the division of the mean (which goes into the
 * weights behind it), the control of either machine.
 */
public final class OperationCount {
  private OperationCount() {}

  /**
   * Operations by the names of the layers.
   *
   * @param steps time steps to count, up to those of the tally; an ANN takes one
   */
  public static Map<String, Operations> of(CountedNetwork network, NetworkTally tally, int steps) {
    if (network.isSpiking()) {
      return spiking(network, tally, steps);
    }
    long products = 0;
    for (int w = 0; w < network.convolution().words(); w++) {
      products += (long) network.convolution().readers(w);
    }
    return artificial(
        network, products * network.convolution().dimensions() * tally.examples(), tally);
  }

  /**
   * Operations of an ANN that computes no product with padding, as a careful implementation may.
   */
  public static Map<String, Operations> withoutPadding(CountedNetwork network, NetworkTally tally) {
    return artificial(network, tally.wordReaches(), tally);
  }

  /** All of them together. */
  public static Operations sum(Map<String, Operations> layers) {
    return layers.values().stream().reduce(Operations.NONE, Operations::plus);
  }

  private static Map<String, Operations> artificial(
      CountedNetwork network, long products, NetworkTally tally) {
    long examples = tally.examples();
    List<CountedLayer> layers = network.layers();
    CountedLayer dense = layers.get(1);
    long places = examples * network.convolution().neurons();
    Map<String, Operations> all = new LinkedHashMap<>();
    all.put(network.name(0), Operations.ofValues(products, places));
    all.put("mean", Operations.ofMean(places, examples * dense.inputs()));
    all.put(
        network.name(1),
        Operations.ofValues(
            examples * dense.inputs() * dense.outputs(), examples * dense.outputs()));
    return all;
  }

  private static Map<String, Operations> spiking(
      CountedNetwork network, NetworkTally tally, int steps) {
    List<CountedLayer> layers = network.layers();
    Map<String, Operations> all = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      CountedLayer layer = layers.get(l);
      LayerTally own = tally.layers().get(l);
      long in = l == 0 ? tally.inputSpikes(steps) : tally.layers().get(l - 1).spikes(steps);
      long out = layer.spiking() ? own.spikes(steps) : 0;
      long updates = tally.examples() * own.neurons() * steps;
      boolean weighted = layer.kind() != CountedLayer.Kind.POOLED;
      long reached =
          switch (layer.kind()) {
            case CONVOLUTION -> tally.inputReaches(steps);
            case POOLED -> in;
            case DENSE -> in * layer.outputs();
          };
      all.put(
          network.name(l),
          Operations.ofSpikes(
              reached,
              weighted ? reached : 0,
              new Operations.Updates(updates, layer.leaking(), weighted),
              in,
              out));
    }
    return all;
  }
}
