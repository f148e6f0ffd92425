package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

/** What weights of examples do to losses and gradients, by every loss and with every last layer. */
class WeightedExamplesTest {
  private static final int CHANNELS = 5;
  private static final int CLASSES = 3;

  /** Smooth up to the outputs, so that slopes are those of the loss. */
  private static final List<String> STACKS =
      List.of("lstm(4) | readout(mean)", "lstm(4) | linear(classes * 2)");

  private static final String ENSEMBLE = "spiking-lstm(4, members = 2) | readout(max)";

  static Stream<Arguments> networks() {
    List<String> losses =
        List.of(
            "cross-entropy(0.1)",
            "ce-count",
            "ce-rate",
            "ce-mean",
            "ce-max-membrane",
            "softmax-mse",
            "mse-count(0.8, 0.2)",
            "mse-membrane");
    return losses.stream().flatMap(loss -> STACKS.stream().map(stack -> Arguments.of(stack, loss)));
  }

  private static MultiLayerNetwork network(String stack, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.DENSE),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    4));
    network.init();
    return network;
  }

  /** Examples of different lengths, so that a minibatch puts them in another order. */
  private static Example example(long seed, float weight) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] channels = random.ints(2 + random.nextInt(5), 0, CHANNELS).toArray();
    return new Example(
        seed, random.nextInt(CLASSES), "", SpikeFrames.oneHot(CHANNELS, channels), weight);
  }

  private static DataSet minibatch(List<Example> examples) {
    FrameShard shard = FrameShard.of(CHANNELS, examples.iterator());
    int[] all = new int[shard.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return new Minibatch(shard, CLASSES, InputCoding.DENSE, Augmentation.NONE)
        .of(all, new SplittableRandom(1));
  }

  /** Of the sum over the minibatch. */
  private static float[] gradient(MultiLayerNetwork network, DataSet batch) {
    score(network, batch);
    return NativeFloats.copy(network.gradient().gradient().mul(batch.numExamples()));
  }

  private static double score(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    return network.score();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreTheSlopesOfWeightedLosses(String stack, String loss) {
    MultiLayerNetwork network = network(stack, loss);
    DataSet batch =
        minibatch(List.of(example(1, 0.25f), example(2, 3), example(3, 1), example(4, 0.5f)));
    float[] gradient = gradient(network, batch);
    INDArray parameters = network.params();
    float step = 1e-2f;
    int compared = 0;
    for (int p = 0; p < gradient.length; p += 3) {
      float before = parameters.getFloat(p);
      parameters.putScalar(p, before + step);
      double above = score(network, batch);
      parameters.putScalar(p, before - step);
      double below = score(network, batch);
      parameters.putScalar(p, before);
      double slope = batch.numExamples() * (above - below) / (2 * step);
      assertThat((double) gradient[p])
          .as("%s %s %d", stack, loss, p)
          .isCloseTo(slope, within(2e-3 + 0.03 * Math.abs(slope)));
      compared += Math.abs(slope) > 0.02 ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aWeightOfTwoIsAnExampleTwice(String stack, String loss) {
    twiceIsAWeightOfTwo(stack, loss, 2, 7);
  }

  @Property(tries = 30)
  void aWholeWeightIsAnExampleSoManyTimesInAnEnsembleToo(
      @ForAll @IntRange(min = 1, max = 4) int weight, @ForAll @IntRange(max = 1000) int seed) {
    twiceIsAWeightOfTwo(ENSEMBLE, "cross-entropy", weight, seed);
  }

  private static void twiceIsAWeightOfTwo(String stack, String loss, int weight, long seed) {
    MultiLayerNetwork network = network(stack, loss);
    List<Example> weighted = List.of(example(seed, weight), example(seed + 1, 1));
    List<Example> repeated = new ArrayList<>();
    for (int i = 0; i < weight; i++) {
      repeated.add(example(seed, 1));
    }
    repeated.add(example(seed + 1, 1));
    float[] expected = gradient(network, minibatch(repeated));
    double sum = network.score() * repeated.size();

    assertThat(gradient(network, minibatch(weighted))).containsExactly(expected, within(1e-5f));
    assertThat(network.score() * weighted.size()).isCloseTo(sum, within(1e-5));
    OutputRunner<?> output = (OutputRunner<?>) network.getOutputLayer();
    assertThat(output.loss() * weighted.size()).isCloseTo(sum, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatIsRightCountsOnceWhateverItWeighs(String stack, String loss) {
    MultiLayerNetwork network = network(stack, loss);
    List<Integer> right = new ArrayList<>();
    for (float weight : new float[] {1, Float.MIN_NORMAL, 1e6f}) {
      List<Example> examples = new ArrayList<>();
      for (int seed = 0; seed < 12; seed++) {
        examples.add(example(seed, weight));
      }
      gradient(network, minibatch(examples));
      right.add(((OutputRunner<?>) network.getOutputLayer()).correct());
    }
    assertThat(right).containsOnly(right.get(0)).first().isNotEqualTo(0);
  }
}
