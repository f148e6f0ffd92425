package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.layer.KernelLayer;
import org.spiketrain.model.layer.SequenceReadout;
import org.spiketrain.model.layer.SpikeReadout;

/**
 * A classifier of whole sequences.
 *
 * @param stack its layers, as {@code network.stack} writes them
 * @param loss its loss, as {@link SequenceLoss#parse} reads it, unless the stack's readout names
 *     one; empty for cross entropy
 */
public record NetworkSettings(String stack, String loss) implements Serializable {
  private static final String EMBEDDING = "embedding";
  private static final Set<String> WHOLE = Set.of(EMBEDDING, "convolution");
  private static final String STANDARD_LOSS = "cross-entropy";

  /** ND4J takes 0 for "whatever the clock says". */
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  /**
   * Settings by which training updates the parameters.
   *
   * @param updater DL4J updater
   * @param weightDecay decoupled weight decay, at least 0
   * @param gradientClip largest L2 norm of a layer's gradient, 0 for none
   * @param logitOffsets what is added to each class's score in training, by a network that ends
   *     with a readout; empty for nothing
   * @param ofNeurons updater of the learned parameters of neurons, decays and thresholds; empty for
   *     the same
   */
  public record Optimisation(
      IUpdater updater,
      double weightDecay,
      double gradientClip,
      List<Double> logitOffsets,
      Optional<IUpdater> ofNeurons) {
    /** Changes nothing. */
    public static final Optimisation NONE = new Optimisation(new NoOp(), 0, 0);

    public Optimisation {
      logitOffsets = List.copyOf(logitOffsets);
    }

    /** Settings that add nothing to scores. */
    public Optimisation(IUpdater updater, double weightDecay, double gradientClip) {
      this(updater, weightDecay, gradientClip, List.of());
    }

    /** Settings that update all parameters alike. */
    public Optimisation(
        IUpdater updater, double weightDecay, double gradientClip, List<Double> logitOffsets) {
      this(updater, weightDecay, gradientClip, logitOffsets, Optional.empty());
    }
  }

  /** Takes absent settings, of models of earlier versions, for empty ones. */
  public NetworkSettings {
    stack = stack == null ? "" : stack;
    loss = loss == null ? "" : loss;
  }

  /** The layers as they are written, without what stands between them. */
  public List<String> layers() {
    return LayerStack.lines(stack);
  }

  /** Returns whether the network reads the numbers of words, whose rates it learns. */
  public boolean learnsWords() {
    return LayerStack.names(stack).contains(EMBEDDING);
  }

  /**
   * Returns whether the network reads sentences whole, as filters do; others read their words one
   * by one.
   */
  public boolean readsWholeSentences() {
    return LayerStack.names(stack).stream()
        // Dropout is a part of the layer behind it.
        .filter(name -> !name.equals("dropout"))
        .limit(1)
        .anyMatch(WHOLE::contains);
  }

  /** Returns whether a layer normalises its input over the minibatch. */
  public boolean hasBatchNorm() {
    return LayerStack.has(stack, "batch-norm");
  }

  /** Returns whether the network ends with a linear classifier of what its last layer did. */
  public boolean hasReadout() {
    return LayerStack.names(stack).contains("readout");
  }

  /** The same network behind its embedding, for rates. */
  public NetworkSettings behindEmbedding() {
    return new NetworkSettings(LayerStack.behindFirst(stack), loss);
  }

  /**
   * DL4J's configuration of the network.
   *
   * @param classes number of classes
   * @param seed decides the initial parameters
   * @throws UserErrorException if the settings cannot be read
   */
  public MultiLayerConfiguration configuration(
      NetworkInput input, int classes, Optimisation optimisation, long seed) {
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
    List<Layer> parsed = LayerStack.parse(stack, input, classes, defaultLoss());
    SpikeReadout.find(parsed.get(parsed.size() - 1))
        .ifPresent(readout -> readout.setLogitOffsets(optimisation.logitOffsets()));
    optimisation.ofNeurons().ifPresent(updater -> KernelLayer.updateNeurons(parsed, updater));
    parsed.forEach(layers::layer);
    MultiLayerConfiguration configuration =
        layers.setInputType(InputType.recurrent(input.channels())).build();
    NetworkJson.requireReadable(configuration);
    return configuration;
  }

  /** The loss, where the stack's readout names none. */
  private SequenceLoss defaultLoss() {
    return SequenceLoss.parse(loss.isBlank() ? STANDARD_LOSS : loss);
  }

  /**
   * These settings, if they can be read.
   *
   * @param input the largest input that there may be
   * @throws UserErrorException if they cannot
   */
  public NetworkSettings checked(NetworkInput input) {
    List<Layer> layers = LayerStack.parse(stack, input, 1, defaultLoss());
    SequenceLoss own =
        SequenceReadout.lossOf(layers.get(layers.size() - 1)).orElseGet(this::defaultLoss);
    if (!loss.isBlank() && !own.equals(defaultLoss())) {
      throw new UserErrorException(
          "network.loss is %s, but the readout names %s: leave one of them out"
              .formatted(loss, own.spec()));
    }
    return this;
  }
}
