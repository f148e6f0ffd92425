package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.layer.SpikingGru;
import org.spiketrain.model.layer.SpikingLstm;
import org.spiketrain.model.layer.SpikingVanillaRnn;
import org.spiketrain.model.loss.ClassificationLoss;
import org.spiketrain.model.loss.SequenceLoss;

/** Makes DL4J configurations of the classifiers that {@link NetworkSettings} describe. */
public final class NetworkFactory {
  /** ND4J takes 0 for "whatever the clock says". */
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  private NetworkFactory() {}

  /**
   * How the parameters are moved.
   *
   * @param updater DL4J updater
   * @param weightDecay decoupled weight decay, at least 0
   * @param gradientClip largest L2 norm of a layer's gradient, 0 for none
   */
  public record Optimisation(IUpdater updater, double weightDecay, double gradientClip) {}

  /**
   * What the network reads.
   *
   * @param channels channels of the frames
   * @param spikingChannels how many of the first ones the spiking cells read
   * @param coding layout of the minibatches
   * @param sentence sizes of a sentence, where that is what the network reads
   */
  public record Input(int channels, int spikingChannels, InputCoding coding, SentenceSize sentence)
      implements Serializable {
    /** Input that is no sentences. */
    public Input(int channels, int spikingChannels, InputCoding coding) {
      this(channels, spikingChannels, coding, SentenceSize.NONE);
    }
  }

  /**
   * The configuration of a network.
   *
   * @param classes number of classes
   * @param seed decides the initial parameters
   */
  public static MultiLayerConfiguration configuration(
      NetworkSettings settings, Input input, int classes, Optimisation optimisation, long seed) {
    NeuralNetConfiguration.Builder common =
        new NeuralNetConfiguration.Builder()
            .seed(seed == 0 ? INSTEAD_OF_ZERO : seed)
            .updater(optimisation.updater())
            // The readout divides by the batch size: a pass over all gradients less per minibatch.
            .miniBatch(false);
    if (optimisation.weightDecay() > 0) {
      common.weightDecay(optimisation.weightDecay(), true);
    }
    if (optimisation.gradientClip() > 0) {
      common
          .gradientNormalization(GradientNormalization.ClipL2PerLayer)
          .gradientNormalizationThreshold(optimisation.gradientClip());
    }
    NeuralNetConfiguration.ListBuilder layers = common.list();
    if (settings.isStack()) {
      List<BaseRecurrentLayer> stack =
          LayerStack.parse(settings.stack(), classes, input.coding(), input.sentence());
      checkOutputs(stack.get(stack.size() - 1), classes);
      stack.forEach(layers::layer);
      layers.layer(
          new SpikeLoss.Builder(SequenceLoss.parse(settings.loss())).nOut(classes).build());
    } else {
      recurrentLayers(settings, input, classes, layers);
    }
    return layers.setInputType(InputType.recurrent(input.channels())).build();
  }

  private static void checkOutputs(BaseRecurrentLayer last, int classes) {
    if (!(last instanceof SequenceLayer sequence)) {
      throw new UserErrorException(
          "network.stack ends with neurons that are not the classes': end it with a layer such as leaky(classes)");
    }
    int outputs = sequence.outputWidth();
    if (outputs % classes != 0) {
      throw new UserErrorException(
          "network.stack ends with %d outputs, which %d classes cannot share equally: give its last layer a multiple of %d neurons, or write the word classes for their number"
              .formatted(outputs, classes, classes));
    }
  }

  private static void recurrentLayers(
      NetworkSettings settings,
      Input input,
      int classes,
      NeuralNetConfiguration.ListBuilder layers) {
    for (int l = 0; l < settings.layers(); l++) {
      layers.layer(recurrent(settings, input, l));
    }
    layers.layer(
        new SpikeReadout.Builder(ClassificationLoss.parse(settings.loss()))
            .pooling(settings.pooling())
            .pooledDropout(settings.dropout())
            .heads(settings.members())
            .nOut(classes)
            .build());
  }

  private static SequenceLayer recurrent(NetworkSettings settings, Input input, int l) {
    SurrogateGradient gates = SurrogateGradient.parse(settings.gateSurrogate());
    SurrogateGradient candidate = SurrogateGradient.parse(settings.candidateSurrogate());
    return switch (settings.cell()) {
      case SPIKING_LSTM ->
          complete(
                  new SpikingLstm.Builder()
                      .surrogates(gates, candidate)
                      .cellState(settings.cellState()),
                  settings,
                  input,
                  l)
              .build();
      case SPIKING_GRU ->
          complete(new SpikingGru.Builder().surrogates(gates, candidate), settings, input, l)
              .build();
      case SPIKING_VANILLA_RNN ->
          complete(new SpikingVanillaRnn.Builder().surrogate(gates), settings, input, l).build();
    };
  }

  private static <T extends SequenceLayer.Builder<T>> T complete(
      T builder, NetworkSettings settings, Input input, int l) {
    builder.nOut(settings.hiddenSize());
    if (l == 0) {
      builder.withoutInputGradient();
      builder.inputCoding(input.coding());
      builder.spikingInputs(input.spikingChannels());
    }
    builder.members(settings.members());
    builder.integrators(settings.integrators(), settings.integratorBeta());
    if (settings.direction() == NetworkSettings.Direction.BIDIRECTIONAL) {
      builder.bidirectional();
    }
    if (l > 0 && settings.dropout() > 0) {
      builder.dropOut(new Dropout(1 - settings.dropout()));
    }
    return builder;
  }
}
