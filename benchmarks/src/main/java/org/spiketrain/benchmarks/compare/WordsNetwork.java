package org.spiketrain.benchmarks.compare;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.layer.FastDropout;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.updater.FusedAdam;

/** The recurrent network for spoken words of snnTorch's tutorial. */
final class WordsNetwork {
  private static final double LEARNING_RATE = 1e-4;
  private static final double BETA = 0.95;
  private static final double DROPOUT = 0.2;
  private static final long SEED = 1;

  private WordsNetwork() {}

  static MultiLayerNetwork of(Work work) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new FusedAdam(LEARNING_RATE))
                .miniBatch(false)
                .list()
                .layer(
                    new SequenceLayer.Builder("lstm")
                        .nOut(work.hidden())
                        .withoutInputGradient()
                        .build())
                .layer(recurrentLeaky(work).dropOut(new FastDropout(DROPOUT)).build())
                .layer(recurrentLeaky(work).build())
                .layer(
                    new SequenceLayer.Builder("leaky(%s)".formatted(BETA))
                        .nOut(work.classes())
                        .dropOut(new FastDropout(DROPOUT))
                        .build())
                .layer(new SpikeLoss.Builder(SequenceLoss.parse("mse-count(0.8, 0.2)")).build())
                .setInputType(InputType.recurrent(work.inputs(), work.timeSteps()))
                .build());
    network.init();
    return network;
  }

  private static SequenceLayer.Builder recurrentLeaky(Work work) {
    return new SequenceLayer.Builder("leaky(%s, recurrence = all-to-all)".formatted(BETA))
        .nOut(work.hidden());
  }
}
