package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

/** Encoders that look at whole sentences, or make several inputs of a rate. */
class SentenceEncodersTest {
  private static final int WORDS = 4;
  private static final int STEPS = 5;

  private static SentenceInput input(String coding) {
    RateTable rates = new RateTable(2, new float[] {.5f, .5f, .2f, .9f, .7f, .85f, 1f, .1f});
    return new SentenceInput(rates, WORDS, SpikeEncoder.parse(coding), STEPS);
  }

  /**
   * By the equation of snnTorch's {@code spikegen.delta}: rises of .25, .25, .225, .025 and .225.
   */
  @Test
  void deltaSpikesWhereTheRateRises() {
    float[] rates = {0.25f, 0.5f, 0.725f, 0.75f, 0.975f};
    SpikeEncoder delta = SpikeEncoder.parse("delta(0.25)");
    assertThat(delta.prepare(rates, 1)).containsExactly(1, 1, 0, 0, 0);
    assertThat(SpikeEncoder.parse("delta(0.2)").prepare(rates, 1)).containsExactly(1, 1, 1, 0, 1);
  }

  @Test
  void deltaComparesEachDimensionWithThatOfTheWordBefore() {
    float[][] steps = input("delta(0.35)").draw(1, 2, 3);
    for (float[] step : steps) {
      // Rates .2 .9, then .7 .85, then 1 .1, then padding.
      assertThat(step).containsExactly(0, 1, 1, 0, 0, 0, 0, 0);
    }
    assertThat(steps).hasDimensions(STEPS, WORDS * 2);
  }

  /** By Python, from the equations of Bohte et al. 2002 (see the class). */
  @ParameterizedTest
  @CsvSource({
    "0,   0.7548396, 0.7548396, 0.0795595, 0.0008838, 0.0000010",
    "0.3, 0.1102505, 0.8352702, 0.6669768, 0.0561348, 0.0004980",
    "1,   0.0000010, 0.0008838, 0.0795595, 0.7548396, 0.7548396"
  })
  void populationsAnswerByGaussianFields(
      float rate, float first, float second, float third, float fourth, float fifth) {
    float[] answers =
        SpikeEncoder.parse("population(5, coding = direct)").prepare(new float[] {rate}, 1);
    assertThat(answers)
        .containsExactly(new float[] {first, second, third, fourth, fifth}, within(1e-6f));
  }

  @Test
  void populationsMakeSeveralInputsOfEachRate() {
    SentenceInput input = input("population(3)");
    assertThat(input.channels()).isEqualTo(WORDS * 2 * 3);
    assertThat(input.size()).isEqualTo(new SentenceSize(WORDS, 4, 6));
    float[][] steps = input.draw(1);
    assertThat(steps).hasDimensions(STEPS, 24);
    for (int channel = 0; channel < 24; channel++) {
      int at = channel;
      double spikes = Arrays.stream(steps).mapToDouble(step -> step[at]).sum();
      assertThat(spikes).as("channel %d", channel).isLessThanOrEqualTo(channel < 6 ? 1 : 0);
    }
    // 0.2 is nearest to 0.5 of -0.5, 0.5 and 1.5, and 0.9 likewise.
    assertThat(firstSpike(steps, 1)).isLessThan(firstSpike(steps, 0));
    assertThat(firstSpike(steps, 4)).isLessThan(firstSpike(steps, 3));
  }

  private static int firstSpike(float[][] steps, int channel) {
    for (int t = 0; t < steps.length; t++) {
      if (steps[t][channel] != 0) {
        return t;
      }
    }
    return steps.length;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delta(0.1)",
        "population(3)",
        "population(4, coding = rate(5))",
        "population(3, coding = delta(0.2))"
      })
  void networksReadThemAndFramesStoreThem(String coding) {
    SentenceInput input = input(coding);
    assertThat(SpikeEncoder.parse(input.coding().spec())).isEqualTo(input.coding());
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings("convolution(3, widths = 1 2) | pooled(each) | leaky(2)", "ce-rate")
                .configuration(
                    NetworkInput.ofSentences(input.channels(), input.size()),
                    2,
                    NetworkSettings.Optimisation.NONE,
                    1));
    network.init();
    SpikingClassifier byWords = new SpikingClassifier(network, input);
    SpikingClassifier bySpikes = new SpikingClassifier(network);
    SpikeFrames spikes = input.spikes(2, 1, 3);
    assertThat(spikes.channels()).isEqualTo(input.channels());
    assertThat(byWords.probabilitiesOf(SpikeFrames.oneHot(4, new int[] {2, 1, 3})))
        .isEqualTo(bySpikes.probabilitiesOf(spikes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta(0.04)", "population(4)", "population(4, coding = rate(5))"})
  void networksLearnFromThem(String coding) {
    SentenceInput input = input(coding);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(
                    "convolution(8, widths = 1 2, threshold = 0.3) | pooled(each, threshold = 0.1) |"
                        + " leaky(classes)",
                    "ce-rate")
                .configuration(
                    NetworkInput.ofSentences(input.channels(), input.size()),
                    2,
                    new NetworkSettings.Optimisation(new FusedAdam(0.02), 0, 0),
                    1));
    network.init();
    FrameShard shard =
        FrameShard.of(
            4,
            List.of(
                    new Example(0, 0, "", SpikeFrames.oneHot(4, new int[] {3, 2, 0})),
                    new Example(1, 1, "", SpikeFrames.oneHot(4, new int[] {3, 2, 1})))
                .iterator());
    SentenceMinibatch minibatches = new SentenceMinibatch(shard, 2, input, Augmentation.NONE);
    for (int k = 0; k < 150; k++) {
      network.fit(minibatches.of(new int[] {0, 1}, new SplittableRandom(1)));
    }
    SpikingClassifier classifier = new SpikingClassifier(network, input);
    for (int i = 0; i < 2; i++) {
      assertThat(classifier.probabilitiesOf(shard.frames(i))[shard.label(i)]).isGreaterThan(0.6f);
    }
  }

  @Test
  void onlyTheCodingDecidesWhetherMoreTimeStepsCanBeRun() {
    assertThat(SpikeEncoder.parse("delta(0.1)").isOpenEnded()).isTrue();
    assertThat(SpikeEncoder.parse("population(5)").isOpenEnded()).isFalse();
    assertThat(SpikeEncoder.parse("population(5, coding = rate(1))").isOpenEnded()).isTrue();
  }

  @Test
  void noneOfThemIsForConversion() {
    assertThat(SpikeEncoder.parse("delta(0.1)").keepsRates()).isFalse();
    assertThat(SpikeEncoder.parse("population(5, coding = rate(1))").keepsRates()).isFalse();
    assertThat(SpikeEncoder.parse("latency").keepsRates()).isFalse();
    assertThat(SpikeEncoder.parse("rate(1)").keepsRates()).isTrue();
    assertThat(SpikeEncoder.parse("direct").keepsRates()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "population(2)                           | neurons = 2 is not a whole number from 3 to 64",
        "population                              | neurons is missing",
        "population(3, coding = population(3))   | the coding of a population is that of single inputs",
        "population(3, coding = rate)            | seed is missing",
        "delta(0)                                | threshold = 0 is not a number above 0 to 1"
      })
  void refusesWhatCannotBe(String coding, String message) {
    assertThatThrownBy(() -> SpikeEncoder.parse(coding))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }
}
