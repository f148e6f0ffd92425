package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.energy.CountedLayer.Kind;
import org.spiketrain.model.kernel.LeakyCell;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.layer.Leaky;
import org.spiketrain.model.layer.NeuronParameter;
import org.spiketrain.model.layer.NeuronParameter.Learning;
import org.spiketrain.model.layer.PooledNeurons;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikingConvolution;

/**
 * What of a text network decides its operations: a convolution, pooled neurons where it is a
 * spiking one, and layers of weights.
 *
 * @param convolution sizes of the convolution
 * @param layers all layers, the convolution first
 */
public record CountedNetwork(SentenceConvolution convolution, List<CountedLayer> layers)
    implements Serializable {
  public CountedNetwork {
    layers = List.copyOf(layers);
  }

  /** Whether its neurons spike; otherwise it is an artificial one. */
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
    if (!(all[0].conf().getLayer() instanceof SpikingConvolution first)) {
      throw unknown();
    }
    List<CountedLayer> layers = new ArrayList<>();
    for (int l = 0; l < all.length - 1; l++) {
      layers.add(counted(l + 1, all[l]));
    }
    CountedNetwork counted = new CountedNetwork(first.size(), layers);
    if (!counted.fits() || !(all[all.length - 1].conf().getLayer() instanceof SpikeLoss)) {
      throw unknown();
    }
    return counted;
  }

  private static CountedLayer counted(int number, Layer layer) {
    if (layer.conf().getLayer() instanceof SpikingConvolution conf) {
      return new CountedLayer(
          "%d: convolution(%d)".formatted(number, conf.getNOut()),
          Kind.CONVOLUTION,
          conf.size().inputs(),
          (int) conf.getNOut(),
          leaks(conf.neuronParameters()),
          conf.cell().isSpiking());
    }
    if (layer.conf().getLayer() instanceof PooledNeurons conf) {
      int neurons = (int) conf.getNOut();
      return new CountedLayer(
          "%d: pooled(%d)".formatted(number, neurons),
          Kind.POOLED,
          neurons,
          neurons,
          leaks(conf.neuronParameters()),
          true);
    }
    if (layer.conf().getLayer() instanceof Leaky conf && isPlain(conf)) {
      String kind = conf.isLinear() ? "linear" : "leaky";
      return new CountedLayer(
          "%d: %s(%d)".formatted(number, kind, conf.getNOut()),
          Kind.DENSE,
          (int) conf.getNIn(),
          (int) conf.getNOut(),
          leaks(conf.units().get(0).neuronParameters()),
          conf.units().get(0).unit().spikeColumns() > 0);
    }
    throw unknown();
  }

  /** Neurons of one state that run one way, hear nothing but their input, and give on one thing. */
  private static boolean isPlain(Leaky conf) {
    return conf.isFeedForward()
        && conf.units().size() == 1
        && conf.units().get(0).unit().cell().states() == 1
        && conf.units().get(0).unit().outputWidth() == conf.getNOut();
  }

  private static boolean leaks(List<NeuronParameter> parameters) {
    if (parameters.isEmpty()) {
      return false;
    }
    NeuronParameter beta = parameters.get(LeakyCell.BETA);
    return beta.learning() != Learning.FIXED || (beta.from() != 1 && beta.from() != 0);
  }

  /** Spikes go through pooled neurons, then from layer to layer; values through one layer. */
  private boolean fits() {
    int dense = isSpiking() ? 2 : 1;
    boolean fits = isSpiking() ? layers.size() > dense : layers.size() == dense + 1;
    for (int l = 1; l < layers.size(); l++) {
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
