package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.layer.CountedLayer;
import org.spiketrain.model.layer.CountedLayer.Kind;
import org.spiketrain.model.layer.NetworkLayer;

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
    Layer[] all = network.getLayers();
    List<CountedLayer> layers = new ArrayList<>();
    for (int l = 0; l < all.length - 1; l++) {
      layers.add(
          NetworkLayer.find(all[l].conf().getLayer())
              .flatMap(NetworkLayer::counted)
              .orElseThrow(CountedNetwork::unknown));
    }
    boolean hasWeightsBehind = all[all.length - 1].numParams() > 0;
    SentenceConvolution convolution =
        NetworkLayer.find(all[0].conf().getLayer())
            .flatMap(NetworkLayer::convolved)
            .orElseThrow(CountedNetwork::unknown);
    CountedNetwork counted = new CountedNetwork(convolution, layers);
    if (!counted.fits() || hasWeightsBehind) {
      throw unknown();
    }
    return counted;
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
    for (int l = 1; l < layers.size(); l++) {
      fits &= layers.get(l).states() <= 1;
      fits &= layers.get(l).kind() == (l < dense ? Kind.POOLED : Kind.DENSE);
      fits &= layers.get(l).spiking() || l == layers.size() - 1;
    }
    return fits;
  }

  private static UserErrorException unknown() {
    return new UserErrorException(
        "The operations of a network are counted where it is convolution(…) | pooled(…) | leaky(…) without recurrence, or convolution(…, neurons = relu) | linear(classes): study such a network");
  }
}
