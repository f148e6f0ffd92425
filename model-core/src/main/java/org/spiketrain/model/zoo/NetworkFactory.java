package org.spiketrain.model.zoo;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.api.NetworkInput;

/** Makes DL4J configurations of the classifiers that {@link NetworkSettings} describe. */
public final class NetworkFactory {
  /** ND4J takes 0 for "whatever the clock says". */
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  private NetworkFactory() {}

  /**
   * Settings by which training updates the parameters.
   *
   * @param updater DL4J updater
   * @param weightDecay decoupled weight decay, at least 0
   * @param gradientClip largest L2 norm of a layer's gradient, 0 for none
   */
  public record Optimisation(IUpdater updater, double weightDecay, double gradientClip) {}

  /**
   * The configuration of a network.
   *
   * @param classes number of classes
   * @param seed decides the initial parameters
   */
  public static MultiLayerConfiguration configuration(
      NetworkSettings settings,
      NetworkInput input,
      int classes,
      Optimisation optimisation,
      long seed) {
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
    LayerStack.parse(settings.stack(), input, classes, settings.defaultLoss())
        .forEach(layers::layer);
    return layers.setInputType(InputType.recurrent(input.channels())).build();
  }
}
