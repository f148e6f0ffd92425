package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

/** What is added to the scores of the classes in training. */
class LogitOffsetsTest {
  private static final int CHANNELS = 4;
  private static final List<Double> OFFSETS = List.of(-2.0, 0.5, 1.25);
  private static final SpikeFrames FRAMES = SpikeFrames.oneHot(CHANNELS, new int[] {0, 3, 1});

  private static MultiLayerNetwork network(String stack, String loss, List<Double> offsets) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.DENSE),
                    OFFSETS.size(),
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0, offsets),
                    4));
    network.init();
    return network;
  }

  private static DataSet minibatch() {
    List<Example> examples =
        List.of(
            new Example(0, 0, "", FRAMES),
            new Example(1, 2, "", SpikeFrames.oneHot(CHANNELS, new int[] {2, 2})));
    FrameShard shard = FrameShard.of(CHANNELS, examples.iterator());
    return new Minibatch(shard, OFFSETS.size(), InputCoding.DENSE, Augmentation.NONE)
        .of(new int[] {0, 1}, new SplittableRandom(1));
  }

  private static float[] gradient(MultiLayerNetwork network) {
    DataSet batch = minibatch();
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    return NativeFloats.copy(network.gradient().gradient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-entropy(0.1)", "softmax-mse"})
  void trainAsIfEachHeadsBiasHadThem(String loss) {
    String stack = "spiking-lstm(4, members = 2) | readout(mean)";
    MultiLayerNetwork shifted = network(stack, loss, OFFSETS);
    MultiLayerNetwork biased = network(stack, loss, List.of());
    INDArray bias = biased.paramTable().get("1_" + SpikeReadout.BIAS);
    for (int head = 0; head < 2; head++) {
      for (int c = 0; c < OFFSETS.size(); c++) {
        bias.putScalar(head, c, bias.getDouble(head, c) + OFFSETS.get(c));
      }
    }
    float[] expected = gradient(biased);

    assertThat(gradient(shifted)).containsExactly(expected, within(1e-6f));
    assertThat(shifted.score()).isCloseTo(biased.score(), within(1e-6));
    assertThat(expected).isNotEqualTo(gradient(network(stack, loss, List.of())));
  }

  @Test
  void answersAreWithoutThem() {
    String stack = "spiking-lstm(4) | readout(mean)";
    MultiLayerNetwork shifted = network(stack, "cross-entropy", OFFSETS);
    MultiLayerNetwork plain = network(stack, "cross-entropy", List.of());

    assertThat(new SpikingClassifier(shifted).probabilitiesOf(FRAMES))
        .containsExactly(new SpikingClassifier(plain).probabilitiesOf(FRAMES));
  }
}
