package org.spiketrain.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.layer.WordEmbedding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.FrameClassifier.LayerObserver;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.SpikingClassifier;

class LearnedWordsTest {
  private static final int VOCABULARY = 9;
  private static final int DIMENSIONS = 5;
  private static final int WORDS = 6;
  private static final int CLASSES = 3;
  private static final int[][] SENTENCES = {{1, 2, 3}, {4, 4, 5, 6, 7, 8}, {8, 1, 4, 2}, {7}};
  private static final NetworkSettings SETTINGS =
      new NetworkSettings(
          "embedding(learned) | convolution(4, widths = 1 2 3, neurons = relu) | linear(classes)",
          "ce-mean");

  @Test
  void answersTheSameWithoutTheEmbedding() {
    MultiLayerNetwork network = trained(0.05, 40);

    LearnedWords plain = LearnedWords.of(SETTINGS, network, sentences());

    assertThat(plain.settings().learnsWords()).isFalse();
    assertThat(plain.sentences().input().channels()).isEqualTo(WORDS * (DIMENSIONS + 1));
    SpikingClassifier before = new SpikingClassifier(network, new WordInput.Numbers(WORDS));
    SpikingClassifier after = new SpikingClassifier(plain.network(), plain.sentences().input());
    for (int[] sentence : SENTENCES) {
      SpikeFrames frames = SpikeFrames.oneHot(VOCABULARY, sentence);
      assertThat(after.outputs(frames, LayerObserver.NOBODY)[0])
          .containsExactly(before.outputs(frames, LayerObserver.NOBODY)[0], within(1e-4f));
    }
  }

  @Test
  void learnsRatesButNoCentre() {
    MultiLayerNetwork network = trained(0.05, 40);

    INDArray rates = network.getLayer(0).getParam(WordEmbedding.RATES);
    INDArray centre = network.getLayer(0).getParam(WordEmbedding.CENTRE);

    assertThat(rates.sub(ratesAsArray()).norm2Number().doubleValue()).isGreaterThan(0.1);
    // Word 0 is in no sentence.
    assertThat(rates.getRow(0)).isEqualTo(ratesAsArray().getRow(0));
    assertThat(centre.toFloatVector())
        .containsExactly(ratesAsArray().mean(0).toFloatVector(), within(1e-6f));
    assertThat(network.score(minibatch())).isLessThan(0.2);
  }

  @Test
  void storesRatesThatCanBeDrawnThoughTheLearnedOnesLeaveTheirRange() {
    MultiLayerNetwork network = trained(0.05, 40);
    INDArray rates = network.getLayer(0).getParam(WordEmbedding.RATES);
    rates.putScalar(3, 0, 1.7);
    rates.putScalar(3, 1, -0.2);

    RateTable table = LearnedWords.of(SETTINGS, network, sentences()).sentences().input().rates();

    float[] third = new float[DIMENSIONS + 1];
    table.copyRates(3, third, 0);
    assertThat(third[0]).isEqualTo(1f);
    assertThat(third[1]).isEqualTo(0f);
    assertThat(third[DIMENSIONS]).isEqualTo(1f);
  }

  @Test
  void hasTheGradientOfFiniteDifferences() {
    MultiLayerNetwork network = network(0.05);
    DataSet data = minibatch();
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    INDArray gradient = network.gradient().getGradientFor("0_" + WordEmbedding.RATES).dup();
    INDArray rates = network.getLayer(0).getParam(WordEmbedding.RATES);

    double step = 1e-3;
    for (int word = 0; word < VOCABULARY; word++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        double at = rates.getDouble(word, d);
        rates.putScalar(word, d, at + step);
        double above = network.score(data);
        rates.putScalar(word, d, at - step);
        double below = network.score(data);
        rates.putScalar(word, d, at);
        assertThat(gradient.getDouble(word, d))
            .isCloseTo((above - below) / (2 * step), within(2e-3));
      }
    }
    assertThat(gradient.norm2Number().doubleValue()).isGreaterThan(0.01);
  }

  @Test
  void clippedRatesHaveNoGradient() {
    MultiLayerNetwork network = network(0.05);
    network.getLayer(0).getParam(WordEmbedding.RATES).putScalar(4, 2, 1.5);
    DataSet data = minibatch();
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();

    INDArray gradient = network.gradient().getGradientFor("0_" + WordEmbedding.RATES);

    assertThat(gradient.getDouble(4, 2)).isZero();
    assertThat(gradient.getDouble(4, 1)).isNotZero();
  }

  @Test
  void mustBeTheFirstLayer() {
    assertThatThrownBy(
            () ->
                new NetworkSettings("linear(3) | embedding(learned) | linear(classes)", "")
                    .checked(NetworkInput.ofSentences(WORDS, sentences().input().size())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("embedding(learned)")
        .hasMessageContaining("must be the first layer");
  }

  private static MultiLayerNetwork trained(double learningRate, int steps) {
    MultiLayerNetwork network = network(learningRate);
    for (int k = 0; k < steps; k++) {
      network.fit(minibatch());
    }
    return network;
  }

  private static MultiLayerNetwork network(double learningRate) {
    MultiLayerConfiguration conf =
        SETTINGS.configuration(
            NetworkInput.ofSentences(WORDS, sentences().input().size()),
            CLASSES,
            new NetworkSettings.Optimisation(new FusedAdam(learningRate), 0, 0),
            1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(conf.toJson()));
    network.init();
    LearnedWords.begin(network, sentences().input().rates());
    return network;
  }

  private static DataSet minibatch() {
    List<Example> examples = new ArrayList<>();
    for (int e = 0; e < SENTENCES.length; e++) {
      examples.add(new Example(e, e % CLASSES, "", SpikeFrames.oneHot(VOCABULARY, SENTENCES[e])));
    }
    return new SentenceMinibatch(
            FrameShard.of(VOCABULARY, examples.iterator()),
            CLASSES,
            new WordInput.Numbers(WORDS),
            Augmentation.NONE)
        .of(IntStream.range(0, SENTENCES.length).toArray(), new SplittableRandom(1));
  }

  private static INDArray ratesAsArray() {
    return Nd4j.createFromArray(sentences().input().rates().rates())
        .reshape('c', VOCABULARY, DIMENSIONS);
  }

  private static Sentences sentences() {
    SplittableRandom random = new SplittableRandom(7);
    float[] rates = new float[VOCABULARY * DIMENSIONS];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = 0.2f + 0.6f * (float) random.nextDouble();
    }
    return new Sentences(
        IntStream.range(0, VOCABULARY).mapToObj(word -> "w" + word).toList(),
        new SentenceInput(new RateTable(DIMENSIONS, rates), WORDS, new Encoders.Direct(), 1));
  }
}
