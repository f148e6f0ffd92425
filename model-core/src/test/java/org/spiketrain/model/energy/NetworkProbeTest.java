package org.spiketrain.model.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

class NetworkProbeTest {
  private static final int CLASSES = 2;

  /** Word 1 always spikes in its first dimension, word 2 in both. */
  private static final SentenceInput SURE =
      new SentenceInput(
          new RateTable(2, new float[] {0, 0, 1, 0, 1, 1}), 3, new Encoders.Rate(1), 2);

  private static final Example TWO_WORDS = sentence(0, 3, 1, 2);

  private static Example sentence(int label, int vocabulary, int... words) {
    return new Example(0, label, "", SpikeFrames.oneHot(vocabulary, words));
  }

  private static MultiLayerNetwork network(String stack, SentenceInput input) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, "ce-rate")
                .configuration(
                    NetworkInput.ofSentences(input.channels(), input.size()),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    1));
    network.init();
    return network;
  }

  private static NetworkTally tally(NetworkProbe probe, Example... sentences) {
    NetworkTally tally = probe.nothing();
    for (Example sentence : sentences) {
      probe.run(sentence, tally);
    }
    return tally;
  }

  /** A filter of one word and one of two, all weights 1; see the test for what they do. */
  private static MultiLayerNetwork byHand() {
    MultiLayerNetwork network =
        network(
            "convolution(1, widths = 1 2) | pooled(each, threshold = 0.5) | leaky(2, beta = 0.5)",
            SURE);
    network.params().assign(0);
    network.getLayer(0).getParam(SpikingConvolution.weights(0)).assign(1);
    network.getLayer(0).getParam(SpikingConvolution.weights(1)).assign(1);
    INDArray weights = network.getLayer(2).getParam("W");
    weights.putScalar(0, 0, 1);
    weights.putScalar(1, 0, 1);
    return network;
  }

  @Test
  void aNetworkCountedByHand() {
    // In each of two steps: 1 spike of the first word, which 2 neurons read, and 2 of the second,
    // which 3 read. Currents of the narrow filter are 1, 2 and 0 (in the padding), of the wide one
    // 3
    // and 2; above 1 they fire, so that there are 3 spikes and then 4. The means are 1/3 and 1,
    // then
    // 2/3 and 1; above 0.5 the second fires twice, the first in the second step. The class fires
    // once: its potential is 1, then 2.5.
    NetworkProbe probe = new NetworkProbe(byHand(), SURE, 2);
    NetworkTally tally = tally(probe, TWO_WORDS);

    assertThat(tally.layers()).extracting(layer -> layer.spikes(1)).containsExactly(3L, 1L, 0L);
    assertThat(tally.layers()).extracting(layer -> layer.spikes(2)).containsExactly(7L, 3L, 1L);
    assertThat(probe.network().operations(tally, 2))
        .containsExactly(
            Map.entry("1: convolution(2)", new Operations(0, 26, 26, 26, 26, 6, 7)),
            Map.entry("2: pooled(2)", new Operations(0, 11, 0, 11, 11, 7, 3)),
            Map.entry("3: leaky(2)", new Operations(4, 6, 10, 10, 10, 3, 1)));
    assertThat(probe.network().operations(tally, 1))
        .containsEntry("1: convolution(2)", new Operations(0, 13, 13, 13, 13, 3, 3));
  }

  @Test
  void neuronsAreCountedAtEveryPlaceAndThoseAmongWordsBeside() {
    NetworkTally tally = tally(new NetworkProbe(byHand(), SURE, 2), TWO_WORDS);
    LayerTally places = tally.layers().get(0);

    assertThat(places.neurons()).isEqualTo(5);
    assertThat(places.activeShare(1)).isEqualTo(3 / 5.0);
    assertThat(places.activeShare(2)).isEqualTo(4 / 5.0);
    assertThat(places.firingRate(2)).isEqualTo(7 / 10.0);
    assertThat(tally.amongWords().activeShare(2)).isEqualTo(1);
    assertThat(tally.amongWords().firingRate(2)).isEqualTo(7 / 8.0);
    assertThat(tally.layers().get(1).activeShare(1)).isEqualTo(1 / 2.0);
    assertThat(tally.layers().get(1).everActiveShare(2)).isEqualTo(1);
  }

  @Test
  void anArtificialNetworkComputesAllProductsWhateverItsInput() {
    SentenceInput rates = SURE.coded(new Encoders.Direct(), 1);
    NetworkProbe probe =
        new NetworkProbe(
            network("convolution(1, widths = 1 2, neurons = relu) | linear(2)", rates), rates, 9);
    NetworkTally tally = tally(probe, TWO_WORDS, sentence(1, 3, 0));

    // Three places of one word and two of two, of two dimensions each: 14 products a sentence.
    assertThat(probe.network().operations(tally, 1))
        .containsExactly(
            Map.entry("1: convolution(2)", new Operations(28, 10, 38, 0, 0, 28, 10)),
            Map.entry("mean", new Operations(0, 10, 0, 0, 0, 10, 4)),
            Map.entry("2: linear(2)", new Operations(8, 4, 12, 0, 0, 8, 4)));
    // Two words are read by 2 and 3 filters, one word by 2, of two dimensions each.
    assertThat(probe.network().operationsWithoutPadding(tally).get("1: convolution(2)"))
        .isEqualTo(new Operations(14, 10, 24, 0, 0, 14, 10));
  }

  @Test
  void energyIsThatOfArithmeticAndThatOfMemory() {
    EnergyCosts costs = new EnergyCosts(4.6, 0.9, 50, 10, 5);
    Operations operations = new Operations(10, 100, 3, 4, 5, 6, 7);

    assertThat(costs.arithmetic(operations)).isCloseTo(136e-12, within(1e-20));
    assertThat(costs.memory(operations)).isCloseTo(305e-12, within(1e-20));
    assertThat(costs.total(operations)).isCloseTo(441e-12, within(1e-20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pooled(each, beta = 0.5)", "pooled(shared)"})
  void spikesAreThoseOfALoopOverAllNeurons(String pooled) {
    SentenceInput input = randomInput(9);
    MultiLayerNetwork network =
        network("convolution(3, widths = 2 3) | %s | leaky(2, beta = 1)".formatted(pooled), input);
    // In eighths all sums are exact, whatever their order.
    network.params().muli(8);
    network.params().assign(org.nd4j.linalg.ops.transforms.Transforms.round(network.params()));
    network.params().divi(8);
    Example[] sentences = {
      sentence(0, 7, 1, 2, 3, 4, 5, 6), sentence(1, 7, 3, 3), sentence(0, 7, 5)
    };
    NetworkProbe probe = new NetworkProbe(network, input, 9);
    NetworkTally tally = tally(probe, sentences);

    CountingLoop loop = new CountingLoop(network, input);
    for (Example sentence : sentences) {
      loop.run(sentence.frames().channel());
    }
    assertThat(loop.convolutionSpikes).isPositive();
    assertThat(tally.inputReaches(9)).isEqualTo(loop.inputReaches);
    assertThat(tally.layers().get(0).spikes(9)).isEqualTo(loop.convolutionSpikes);
    assertThat(tally.layers().get(0).activeShare(9) * 3 * loop.neurons)
        .isCloseTo((double) loop.active, within(1e-9));
    assertThat(tally.amongWords().spikes(9)).isEqualTo(loop.spikesAmongWords);
  }

  @Test
  void fewerStepsAreAnsweredAsANetworkOfFewerStepsDoes() {
    SentenceInput input = randomInput(12);
    MultiLayerNetwork network =
        network("convolution(6, widths = 1 2) | pooled(each) | leaky(4, beta = 1)", input);
    List<Example> sentences = new ArrayList<>();
    for (int e = 0; e < 20; e++) {
      sentences.add(sentence(e % 2, 7, 1 + e % 6, 1 + e / 2 % 6, 1 + e / 5));
    }
    NetworkProbe probe = new NetworkProbe(network, input, 30);
    NetworkTally tally = probe.nothing();
    sentences.forEach(sentence -> probe.run(sentence, tally));

    for (int steps : new int[] {1, 5, 12, 30}) {
      SpikingClassifier classifier =
          new SpikingClassifier(network, input.coded(input.coding(), steps));
      long right =
          sentences.stream()
              .filter(s -> TopClasses.of(classifier.probabilitiesOf(s.frames()), 1)[0] == s.label())
              .count();
      assertThat(tally.accuracy(steps)).as("%d steps", steps).isEqualTo(right / 20.0);
    }
  }

  @Test
  void talliesOfPartsMergeIntoThatOfTheWhole() {
    NetworkProbe probe = new NetworkProbe(byHand(), SURE, 2);
    Example other = sentence(1, 3, 2, 2, 1);
    NetworkTally whole = tally(probe, TWO_WORDS, other);
    NetworkTally merged = tally(probe, other).merge(tally(probe, TWO_WORDS));

    assertThat(merged).usingRecursiveComparison().isEqualTo(whole);
    assertThat(merged.examples()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaky(2)",
        "convolution(2) | leaky(2)",
        "convolution(2) | pooled(each) | leaky(2, recurrence = all-to-all)",
        "convolution(2) | pooled(each) | leaky(4, bidirectional = true) | leaky(2)",
        "convolution(2, neurons = relu) | linear(3) | linear(2)"
      })
  void networksOfUnknownOperationsAreRefused(String stack) {
    assertThatThrownBy(() -> new NetworkProbe(network(stack, randomInput(3)), randomInput(3), 3))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("convolution(…) | pooled(…) | leaky(…)");
  }

  @Test
  void latencyIsNotStretched() {
    SentenceInput latency = SURE.coded(new Encoders.Latency(0.01), 4);
    assertThatThrownBy(() -> new NetworkProbe(byHand(), latency, 5))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("its own 4");
  }

  private static SentenceInput randomInput(int steps) {
    SplittableRandom random = new SplittableRandom(5);
    float[] rates = new float[7 * 4];
    for (int k = 4; k < rates.length; k++) {
      rates[k] = (float) random.nextDouble();
    }
    return new SentenceInput(new RateTable(4, rates), 5, new Encoders.Rate(3), steps);
  }

  /** Every neuron of a convolution by itself, synapse by synapse. */
  private static final class CountingLoop {
    private final SentenceInput input;
    private final MultiLayerNetwork network;
    private long inputReaches;
    private long convolutionSpikes;
    private long spikesAmongWords;
    private long active;
    private int neurons;

    CountingLoop(MultiLayerNetwork network, SentenceInput input) {
      this.network = network;
      this.input = input;
    }

    void run(int... words) {
      float[][] sequence = input.draw(words);
      neurons = 0;
      for (int w = 0; w < 2; w++) {
        int width = 2 + w;
        for (int filter = 0; filter < 3; filter++) {
          for (int place = 0; place + width <= input.words(); place++) {
            walk(sequence, w, filter, place, place < words.length);
            neurons++;
          }
        }
      }
    }

    private void walk(float[][] sequence, int w, int filter, int place, boolean amongWords) {
      float bias = network.getLayer(0).getParam(SpikingConvolution.BIAS).getFloat(3 * w + filter);
      float membrane = 0;
      boolean fired = false;
      boolean ever = false;
      for (float[] spikes : sequence) {
        float current = bias;
        for (int offset = 0; offset < 2 + w; offset++) {
          INDArray weights = network.getLayer(0).getParam(SpikingConvolution.weights(offset));
          int column = (offset < 2 ? 3 * w : 0) + filter;
          for (int d = 0; d < 4; d++) {
            if (spikes[(place + offset) * 4 + d] != 0f) {
              current += weights.getFloat(d, column);
              inputReaches++;
            }
          }
        }
        membrane += current - (fired ? 1 : 0);
        fired = membrane > 1;
        ever |= fired;
        convolutionSpikes += fired ? 1 : 0;
        spikesAmongWords += fired && amongWords ? 1 : 0;
      }
      active += ever ? 1 : 0;
    }
  }
}
