package org.spiketrain.benchmarks.compare;

import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * The spiking text CNN of Lv, Xu and Zheng 2023, "Spiking Convolutional Neural Networks for Text
 * Classification", with the decay, the surrogate gradient and the loss of its authors' code.
 */
final class TextNetwork {
  private static final double LEARNING_RATE = 1e-4;
  private static final long SEED = 1;

  private TextNetwork() {}

  static MultiLayerNetwork of(Work work) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack(work), "ce-rate")
                .configuration(
                    NetworkInput.ofSentences(work.inputs(), size(work)),
                    work.classes(),
                    new NetworkSettings.Optimisation(new FusedAdam(LEARNING_RATE), 0, 0),
                    SEED));
    network.init();
    return network;
  }

  private static SentenceSize size(Work work) {
    return new SentenceSize(work.words(), 0, work.inputs() / work.words());
  }

  private static String stack(Work work) {
    String widths = work.widths().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return """
    convolution(%d, widths = %s, beta = 1, surrogate = fast-sigmoid(25))
    pooled(each, beta = 1, surrogate = fast-sigmoid(25))
    leaky(classes, beta = 1, surrogate = fast-sigmoid(25))
    """
        .formatted(work.filters(), widths);
  }
}
