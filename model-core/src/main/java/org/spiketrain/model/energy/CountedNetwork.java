package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.NetworkLayer.CountedLayer;
import org.spiketrain.model.layer.NetworkLayer.CountedLayer.Kind;

/**
 * Parts of a text network that determine its operations: a convolution, pooled neurons where it is
 * a spiking one, and layers of weights.
 *
 * @param convolution sizes of the convolution
 * @param layers all layers, the convolution first
 */
public record CountedNetwork(SentenceConvolution convolution, List<CountedLayer> layers)
    implements Serializable {
  public CountedNetwork {
    layers = List.copyOf(layers);
  }

  /** Returns whether its neurons spike; otherwise it is an ANN. */
  public boolean isSpiking() {
    return layers.get(0).spiking();
  }

  /**
   * Looks at a network.
   *
   * @throws UserErrorException if it has layers whose operations are not known here
   */
  public static CountedNetwork of(MultiLayerNetwork network) {
    return find(network)
        .orElseThrow(
            () ->
                new UserErrorException(
                    "The operations of a network are counted where it is convolution(…) | pooled(…) | leaky(…)"
                        + " of neurons without recurrence and with one state, or convolution(…, neurons = relu)"
                        + " | linear(classes): study such a network"));
  }

  /** The same; empty where a layer's operations are not known here. */
  public static Optional<CountedNetwork> find(MultiLayerNetwork network) {
    Layer[] all = network.getLayers();
    List<CountedLayer> layers = new ArrayList<>();
    for (int l = 0; l < all.length - 1; l++) {
      NetworkLayer.find(all[l].conf().getLayer())
          .flatMap(NetworkLayer::counted)
          .ifPresent(layers::add);
    }
    boolean hasWeightsBehind = all[all.length - 1].numParams() > 0;
    boolean knowsAll = layers.size() == all.length - 1 && !hasWeightsBehind;
    return NetworkLayer.find(all[0].conf().getLayer())
        .flatMap(NetworkLayer::convolved)
        .filter(unused -> knowsAll)
        .map(convolution -> new CountedNetwork(convolution, layers))
        .filter(CountedNetwork::fits);
  }

  /** Name of a layer with its number from 1, such as {@code 1: convolution(300)}. */
  public String name(int layer) {
    return "%d: %s".formatted(layer + 1, layers.get(layer).name());
  }

  /** Spikes go through pooled neurons, then from layer to layer; values through one layer. */
  private boolean fits() {
    int dense = isSpiking() ? 2 : 1;
    boolean fits = layers.get(0).kind() == Kind.CONVOLUTION;
    fits &= isSpiking() ? layers.size() > dense : layers.size() == dense + 1;
    fits &= layers.stream().allMatch(layer -> layer.cell().states() <= 1);
    for (int l = 1; l < layers.size(); l++) {
      fits &= layers.get(l).kind() == (l < dense ? Kind.POOLED : Kind.DENSE);
      fits &= layers.get(l).spiking() || l == layers.size() - 1;
    }
    return fits;
  }

  /**
   * Operations over the examples of a tally, by the names of the layers. In the manner of Lemaire
   * et al. (2022), "An Analytical Estimation of Spiking Neural Networks Energy Efficiency", but
   * with the spikes that really were, each with the neurons that it really reached.
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
   * <p>What is not counted: drawing the input's spikes, the division of the mean (which goes into
   * the weights behind it), the control of either machine.
   *
   * @param steps time steps to count, up to those of the tally; an ANN takes one
   */
  public Map<String, Operations> operations(NetworkTally tally, int steps) {
    if (isSpiking()) {
      return spiking(tally, steps);
    }
    long products = 0;
    for (int w = 0; w < convolution.words(); w++) {
      products += (long) convolution.readers(w);
    }
    return artificial(products * convolution.dimensions() * tally.examples(), tally);
  }

  /**
   * Operations of an ANN that computes no product with padding, as a careful implementation may.
   */
  public Map<String, Operations> operationsWithoutPadding(NetworkTally tally) {
    return artificial(tally.wordReaches(), tally);
  }

  private Map<String, Operations> artificial(long products, NetworkTally tally) {
    long examples = tally.examples();
    CountedLayer dense = layers.get(1);
    long places = examples * convolution.neurons();
    Map<String, Operations> all = new LinkedHashMap<>();
    all.put(name(0), Operations.ofValues(products, places));
    all.put("mean", Operations.ofMean(places, examples * dense.inputs()));
    all.put(
        name(1),
        Operations.ofValues(
            examples * dense.inputs() * dense.outputs(), examples * dense.outputs()));
    return all;
  }

  private Map<String, Operations> spiking(NetworkTally tally, int steps) {
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
          name(l),
          Operations.ofSpikes(
              reached,
              weighted ? reached : 0,
              new Operations.Updates(updates, layer.cell().isLeaking(), weighted),
              in,
              out));
    }
    return all;
  }
}
