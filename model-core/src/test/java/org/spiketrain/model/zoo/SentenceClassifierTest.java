package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.convert.Conversion;
import org.spiketrain.model.convert.Conversion.ActivationRanges;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.loss.Softmax;
import org.spiketrain.model.updater.FusedAdam;

class SentenceClassifierTest {
  private static final int CLASSES = 3;
  private static final int VOCABULARY = 12;
  private static final int DIMENSIONS = 6;
  private static final int WORDS = 8;
  private static final String SPIKING =
      """
      convolution(10, widths = 2 3, learn-threshold = shared)
      pooled(each, beta = 0.95)
      leaky(classes, beta = 1)
      """;
  private static final String ARTIFICIAL =
      "convolution(10, widths = 2 3, neurons = relu) | dropout(0.3) | linear(classes)";

  @ParameterizedTest
  @ValueSource(strings = {SPIKING, "convolution(4, widths = 2 4) | pooled(shared) | leaky(6)"})
  void answersAsTheTrainedNetworkDoes(String stack) {
    SentenceInput input = input(new Encoders.Rate(7), 15);
    FrameShard shard = shard(20);
    MultiLayerNetwork network = network(stack, "ce-rate", input);
    train(
        network, new SentenceMinibatch(shard, CLASSES, input, Augmentation.NONE), shard.size(), 5);

    SpikingClassifier classifier = new SpikingClassifier(network, input);
    DataSet all =
        new SentenceMinibatch(shard, CLASSES, input, Augmentation.NONE).of(everyone(20), random());
    float[] counts = NativeFloats.copy(network.output(all.getFeatures()));
    List<SpikeFrames> examples = new ArrayList<>();
    for (int e = 0; e < shard.size(); e++) {
      examples.add(shard.frames(e));
    }
    KernelThreads.use(3);
    float[][] probabilities = classifier.probabilities(examples);
    KernelThreads.use(1);
    for (int e = 0; e < shard.size(); e++) {
      float[] expected = new float[CLASSES];
      System.arraycopy(counts, e * CLASSES, expected, 0, CLASSES);
      assertClose("example " + e, probabilities[e], softmax(expected));
      double[] logarithms = classifier.logProbabilitiesOf(examples.get(e));
      for (int c = 0; c < CLASSES; c++) {
        assertThat(Math.exp(logarithms[c])).isCloseTo(probabilities[e][c], within(1e-6));
      }
    }
  }

  @Test
  void whatKnowsProbabilitiesAloneHasTheirLogarithms() {
    FrameClassifier undecided = examples -> new float[][] {{0.25f, 0.75f}};
    SpikeFrames word = SpikeFrames.oneHot(VOCABULARY, new int[] {1});

    assertThat(undecided.logProbabilitiesOf(word)).containsExactly(Math.log(0.25), Math.log(0.75));
  }

  @Test
  void theSpikesOfThePooledNeuronsAreSeenToo() {
    SentenceInput input = input(new Encoders.Rate(7), 15);
    MultiLayerNetwork network = network(SPIKING, "ce-rate", input);

    assertThat(new SpikingClassifier(network, input).spikingLayers())
        .extracting(layer -> layer.layer() + " " + layer.name() + " " + layer.columns().size())
        .containsExactly("1 pooled(20) 20", "2 leaky(3) 3");
  }

  @Test
  void artificialAndSpikingNetworksLearn() {
    FrameShard shard = shard(60);
    SentenceInput rates = input(new Encoders.Direct(), 1);
    MultiLayerNetwork artificial = network(ARTIFICIAL, "ce-mean", rates);
    train(
        artificial,
        new SentenceMinibatch(shard, CLASSES, rates, Augmentation.NONE),
        shard.size(),
        150);
    assertThat(accuracy(artificial, rates, shard)).isGreaterThan(0.9);

    SentenceInput spikes = input(new Encoders.Rate(3), 20);
    MultiLayerNetwork spiking = network(SPIKING, "ce-rate", spikes);
    train(
        spiking,
        new SentenceMinibatch(shard, CLASSES, spikes, Augmentation.NONE),
        shard.size(),
        150);
    assertThat(accuracy(spiking, spikes, shard)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution(10, widths = 2 3) | pooled(each, learn-threshold = shared) | leaky(classes,"
            + " beta = 1)",
        "convolution(10, widths = 2 3) | pooled(each) | leaky(6, beta = 1)"
      })
  void aConvertedNetworkAnswersAsTheArtificialOne(String stack) {
    FrameShard shard = shard(60);
    SentenceInput rates = input(new Encoders.Direct(), 1);
    MultiLayerNetwork network = network(ARTIFICIAL, "ce-mean", rates);
    train(
        network,
        new SentenceMinibatch(shard, CLASSES, rates, Augmentation.NONE),
        shard.size(),
        150);
    Conversion artificial = new Conversion(network);
    List<SpikeFrames> sentences = IntStream.range(0, 60).mapToObj(shard::frames).toList();
    SentenceInput spikes = input(new Encoders.Rate(3), 400);
    MultiLayerNetwork spiking = network(stack, "ce-rate", spikes);

    artificial.into(spiking, artificial.measuredRanges(rates, sentences, 1), 400);

    assertThat(accuracy(spiking, spikes, shard)).isGreaterThan(0.8);
    artificial.into(spiking, artificial.boundedRanges(), 400);
    assertThat(accuracy(spiking, spikes, shard)).isGreaterThan(0.4);
  }

  @Test
  void theBiasesOfAClassesNeuronsArePartsOfAThresholdApart() {
    SentenceInput rates = input(new Encoders.Direct(), 1);
    Conversion artificial = new Conversion(network(ARTIFICIAL, "ce-mean", rates));
    SentenceInput spikes = input(new Encoders.Rate(3), 20);
    float[] alone = convertedBiases(artificial, "leaky(classes, threshold = 2)", spikes);
    float[] four = convertedBiases(artificial, "leaky(classes * 4, threshold = 2)", spikes);

    assertThat(alone).hasSize(CLASSES);
    for (int k = 0; k < 4 * CLASSES; k++) {
      double parts = (four[k] - alone[k / 4]) * 20 / 2;
      assertThat(parts).isCloseTo(-0.375 + 0.25 * (k % 4), within(1e-5));
    }
  }

  private static float[] convertedBiases(Conversion artificial, String last, SentenceInput input) {
    MultiLayerNetwork spiking =
        network("convolution(10, widths = 2 3) | pooled(each) | " + last, "ce-rate", input);
    artificial.into(spiking, ActivationRanges.NONE, input.timeSteps());
    return NativeFloats.copy(spiking.getLayer(2).getParam("b"));
  }

  @Test
  void networksThatDoNotFitAreNotConverted() {
    SentenceInput rates = input(new Encoders.Direct(), 1);
    MultiLayerNetwork artificial = network(ARTIFICIAL, "ce-mean", rates);
    MultiLayerNetwork other = network("convolution(9) | pooled(each) | leaky(3)", "ce-rate", rates);

    assertThatThrownBy(() -> new Conversion(artificial).into(other, ActivationRanges.NONE, 4))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("as many filters of the same widths");
    assertThatThrownBy(() -> new Conversion(other)).isInstanceOf(UserErrorException.class);
    String synaptic =
        SPIKING.replace("each, beta = 0.95", "each, neurons = leaky(beta = 0.95, alpha = 0.5)");
    assertThat(synaptic).isNotEqualTo(SPIKING);
    MultiLayerNetwork currents = network(synaptic, "ce-rate", rates);
    assertThatThrownBy(() -> new Conversion(artificial).into(currents, ActivationRanges.NONE, 4))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("without alpha");
  }

  @Test
  void anotherWidthOfInputIsRefused() {
    SentenceInput input = input(new Encoders.Rate(7), 4);
    MultiLayerNetwork network = network(SPIKING, "ce-rate", input);
    SentenceInput longer = new SentenceInput(input.rates(), WORDS + 1, new Encoders.Rate(7), 4);

    assertThatThrownBy(() -> new SpikingClassifier(network, longer))
        .hasMessageContaining("reads 48 channels, but sentences have 54");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution(10, widths = 3 2) | leaky(classes)",
        "convolution(10, widths = three) | leaky(classes)",
        "convolution(10, neurons = tanh) | leaky(classes)",
        "pooled(shared) | leaky(classes)",
        "convolution(10) | pooled(both) | leaky(classes)",
        "convolution(10) | pooled(each)",
        "convolution(10) | pooled(each) | linear(classes, beta = 1)"
      })
  void aStackThatCannotBeReadIsRefused(String stack) {
    assertThatThrownBy(() -> network(stack, "ce-rate", input(new Encoders.Rate(1), 3)))
        .isInstanceOf(UserErrorException.class);
  }

  private static SentenceInput input(SpikeEncoder coding, int steps) {
    SplittableRandom random = random();
    float[] rates = new float[VOCABULARY * DIMENSIONS];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = (float) random.nextDouble();
    }
    return new SentenceInput(new RateTable(DIMENSIONS, rates), WORDS, coding, steps);
  }

  /** Sentences of random words of which one, that of the label, tells the class. */
  private static FrameShard shard(int examples) {
    SplittableRandom random = random();
    List<Example> all = new ArrayList<>();
    for (int e = 0; e < examples; e++) {
      int label = random.nextInt(CLASSES);
      int[] words = new int[3 + random.nextInt(WORDS - 2)];
      Arrays.setAll(words, w -> CLASSES + random.nextInt(VOCABULARY - CLASSES));
      words[random.nextInt(words.length)] = label;
      all.add(new Example(e, label, "", SpikeFrames.oneHot(VOCABULARY, words)));
    }
    return FrameShard.of(VOCABULARY, all.iterator());
  }

  private static MultiLayerNetwork network(String stack, String loss, SentenceInput input) {
    NetworkSettings settings = new NetworkSettings(stack, loss);
    MultiLayerConfiguration conf =
        settings.configuration(
            NetworkInput.ofSentences(input.channels(), input.size()),
            CLASSES,
            new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
            1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(conf.toJson()));
    network.init();
    return network;
  }

  private static void train(
      MultiLayerNetwork network, SentenceMinibatch minibatches, int examples, int steps) {
    for (int step = 0; step < steps; step++) {
      network.fit(minibatches.of(everyone(examples), random()));
    }
  }

  private static double accuracy(MultiLayerNetwork network, SentenceInput input, FrameShard shard) {
    SpikingClassifier classifier = new SpikingClassifier(network, input);
    int right = 0;
    for (int e = 0; e < shard.size(); e++) {
      float[] probabilities = classifier.probabilitiesOf(shard.frames(e));
      boolean best = true;
      for (float other : probabilities) {
        best &= probabilities[shard.label(e)] >= other;
      }
      right += best ? 1 : 0;
    }
    return (double) right / shard.size();
  }

  private static int[] everyone(int examples) {
    return IntStream.range(0, examples).toArray();
  }

  private static SplittableRandom random() {
    return new SplittableRandom(11);
  }

  private static float[] softmax(float[] scores) {
    float[] copy = scores.clone();
    Softmax.of(copy);
    return copy;
  }
}
