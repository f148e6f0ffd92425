package org.spiketrain.model.convert;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.NetworkLayer.CountedLayer.Kind;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * The layers of a network, which determine whether it can be converted, or be what another one is
 * converted into. They are known before it is trained.
 *
 * @param layers from first to last, the loss among them
 */
public record ConvertibleLayers(List<Layer> layers) {
  private static final String LEAKY = "leaky";
  private static final String LINEAR = "linear";
  private static final int ARTIFICIAL = 3;
  private static final int ARTIFICIAL_CLASSES = 1;
  private static final int SPIKING = 4;
  private static final int SPIKING_CLASSES = 2;

  /** The layers of a network as it is. */
  static ConvertibleLayers of(MultiLayerNetwork network) {
    return new ConvertibleLayers(
        Arrays.stream(network.getLayers()).map(layer -> layer.conf().getLayer()).toList());
  }

  /**
   * The layers that settings describe, without the embedding that they may begin with: {@link
   * LearnedWords} takes it away before a network is converted.
   *
   * @param words words of a sentence, at least 1
   * @throws UserErrorException if they describe none that fit together
   */
  public static ConvertibleLayers of(NetworkSettings settings, int words) {
    // Classes and dimensions are not known before the data are: one of each stands for them, so
    // both stacks have to determine the size of their last layer by it.
    return new ConvertibleLayers(
        (settings.learnsWords() ? settings.behindEmbedding() : settings)
                .configuration(
                    NetworkInput.ofSentences(words, new SentenceSize(words, 1, 1)),
                    1,
                    NetworkSettings.Optimisation.NONE,
                    1)
                .getConfs()
                .stream()
                .map(NeuralNetConfiguration::getLayer)
                .toList());
  }

  /**
   * These layers, if they are those of an ANN that can be converted.
   *
   * @throws UserErrorException if they are not
   */
  public ConvertibleLayers artificial() {
    boolean fits =
        layers.size() == ARTIFICIAL
            && is(0, Kind.CONVOLUTION, "relu")
            && is(1, Kind.DENSE, LINEAR)
            && !hasWeights(layers.get(2));
    if (!fits) {
      throw new UserErrorException(
          "An artificial network is converted where it is convolution(…, neurons = relu) |"
              + " linear(classes), with or without embedding(learned) before and dropout between:"
              + " write it so");
    }
    return this;
  }

  /**
   * These layers, if they are those of a spiking network that an ANN can be converted into.
   *
   * @param artificial layers of that one
   * @throws UserErrorException if they are not
   */
  public ConvertibleLayers spikingTwinOf(ConvertibleLayers artificial) {
    boolean fits =
        layers.size() == SPIKING
            && is(0, Kind.CONVOLUTION, LEAKY)
            && size().equals(artificial.size())
            && is(1, Kind.POOLED, LEAKY)
            && (is(2, Kind.DENSE, LEAKY) || is(2, Kind.DENSE, LINEAR))
            && !hasWeights(layers.get(3));
    if (!fits) {
      throw new UserErrorException(
          "A spiking network that is to begin with an artificial one's weights is convolution(…) |"
              + " pooled(…) | leaky(classes) of leaky neurons without alpha, with the same mean and as many filters of"
              + " the same widths: write it so, or train it without conversion");
    }
    if (outputs(SPIKING_CLASSES) % artificial.outputs(ARTIFICIAL_CLASSES) != 0) {
      throw new UserErrorException(
          "Each class of the artificial network becomes one or several neurons of the spiking one:"
              + " write linear(classes) for the former, and leaky(classes), or leaky(classes * 10)"
              + " for ten each, for the latter");
    }
    return this;
  }

  private long outputs(int layer) {
    return NetworkLayer.of(layers.get(layer)).outputWidth();
  }

  /** A second state would be a synaptic current, whose gain no weights make up for. */
  private boolean is(int layer, Kind kind, String neuron) {
    return NetworkLayer.find(layers.get(layer))
        .flatMap(NetworkLayer::counted)
        .filter(counted -> counted.kind() == kind && counted.cell().name().equals(neuron))
        .filter(counted -> counted.cell().states() <= 1)
        .isPresent();
  }

  private static boolean hasWeights(Layer layer) {
    return layer.initializer().numParams(layer) > 0;
  }

  /** Sizes of the convolution that the layers begin with. */
  SentenceConvolution size() {
    return NetworkLayer.of(layers.get(0)).convolved().orElseThrow();
  }
}
