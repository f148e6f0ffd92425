package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
import org.spiketrain.model.updater.Updaters;
import org.spiketrain.model.zoo.NetworkSettings;

class UpdaterSettingsTest {
  private static final long STEPS = 120;

  static List<String> names() {
    return Updaters.REGISTRY.all().stream().map(Factory::name).toList();
  }

  private static UpdaterSettings settings(String name, Decay decay, double weightDecay) {
    return settings(name, decay, weightDecay, 1);
  }

  private static UpdaterSettings settings(
      String name, Decay decay, double weightDecay, double scale) {
    return new UpdaterSettings(
        name,
        new UpdaterSettings.LearningRate(0.5, decay, 0.25, 2, 0, 1 / 6.0, scale),
        new UpdaterSettings.Moments(0.9, 0.95, 1e-6),
        weightDecay,
        0,
        1);
  }

  private static IUpdater updater(String name, Decay decay) {
    return settings(name, decay, 0).optimisation(STEPS, List.of()).updater();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyUpdaterTakesTheLearningRateAndItsScheduleIfItHasOne(String name) {
    IUpdater updater = updater(name, Decay.COSINE);
    if (name.equals("ada-delta")) {
      assertThat(updater).isEqualTo(new AdaDelta(0.95, 1e-6));
    } else {
      assertThat(updater.getLearningRate(20, 0)).isCloseTo(0.5, within(1e-12));
      assertThat(updater.getLearningRate(119, 0)).isLessThan(0.001);
    }
  }

  /** Twelve of the 120 steps, where the settings have no warm-up of their own that is longer. */
  @Test
  void aRateThatIsScaledUpForMoreWorkersIsReachedInATenthOfTheTraining() {
    double scale = UpdaterSettings.LearningRate.scaleFor(8, 2);
    IUpdater constant =
        UpdaterSettings.adam("adam", 0.01, scale, 0).optimisation(STEPS, List.of()).updater();
    IUpdater named =
        settings("adam(0.01)", Decay.COSINE, 0, scale).optimisation(STEPS, List.of()).updater();

    assertThat(constant.getLearningRate(5, 0)).isCloseTo(0.02, within(1e-12));
    assertThat(constant.getLearningRate(11, 0)).isCloseTo(0.04, within(1e-12));
    assertThat(constant.getLearningRate(119, 0)).isCloseTo(0.04, within(1e-12));
    assertThat(named.getLearningRate(9, 0)).isCloseTo(0.02, within(1e-12));
    assertThat(named.getLearningRate(20, 0)).isCloseTo(0.04, within(1e-12));
  }

  @Test
  void whatNeuronsLearnFollowsTheSameScheduleAtAMultipleOfTheRate() {
    UpdaterSettings one = settings("adam", Decay.COSINE, 0);
    UpdaterSettings ten = new UpdaterSettings("adam", one.learningRate(), one.moments(), 0, 0, 10);
    NetworkSettings.Optimisation optimisation = ten.optimisation(STEPS, List.of());

    assertThat(one.optimisation(STEPS, List.of()).ofNeurons()).isEmpty();
    for (int step : new int[] {0, 10, 60, 119}) {
      assertThat(optimisation.ofNeurons().orElseThrow().getLearningRate(step, 0))
          .isCloseTo(10 * optimisation.updater().getLearningRate(step, 0), within(1e-12));
    }
    assertThat(UpdaterSettings.adam("adam", 0.01, 1, 0).at(0.02).optimisation(STEPS, List.of()))
        .extracting(it -> it.updater().getLearningRate(0, 0))
        .isEqualTo(0.02);
  }

  @Test
  void fewerWorkersThanARateWasChosenForChangeNothing() {
    assertThat(UpdaterSettings.LearningRate.scaleFor(1, 2)).isEqualTo(1);
    assertThat(UpdaterSettings.LearningRate.scaleFor(2, 2)).isEqualTo(1);
    assertThat(UpdaterSettings.LearningRate.scaleFor(8, 0)).isEqualTo(1);
  }

  @Test
  void aRateIsScaledNoFurtherThanWasMeasured() {
    assertThat(UpdaterSettings.LearningRate.scaleFor(512, 1)).isEqualTo(8);
  }

  @Test
  void aLearningRateInTheNameGoesBeforeTheKeysWithASchedule() {
    IUpdater updater = updater("adam(0.01)", Decay.COSINE);

    assertThat(updater.getLearningRate(9, 0)).isCloseTo(0.005, within(1e-12));
    assertThat(updater.getLearningRate(20, 0)).isCloseTo(0.01, within(1e-12));
  }

  /** 20 steps of warm-up, then 100; where none is given the period is half of these. */
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 100, 1",
    "LINEAR, 95, 0.25",
    "STEP, 69, 1",
    "STEP, 70, 0.25",
    "EXPONENTIAL, 22, 0.0625",
    "POLY, 70, 0.25",
    "INVERSE, 24, 0.25",
    "SIGMOID, 70, 0.5",
    "CYCLE, 45, 0.1",
    "CYCLE, 70, 1",
  })
  void schedulesFollowTheirFormulas(Decay decay, int step, double share) {
    IUpdater sgd = updater("sgd", decay);
    assertThat(sgd.getLearningRate(9, 0)).isCloseTo(0.25, within(1e-12));
    assertThat(sgd.getLearningRate(step, 0)).isCloseTo(0.5 * share, within(1e-12));
  }

  /** Every round sends the network's configuration to the workers as JSON, and models hold it. */
  @ParameterizedTest
  @MethodSource("names")
  void updatersWithTheirSchedulesAndWeightDecaySurviveJsonThatModelFilesMayHold(String name) {
    MultiLayerConfiguration network =
        new NetworkSettings("rnn(3) | dropout(0.1) | readout(mean)", "")
            .configuration(
                NetworkInput.of(2, InputCoding.DENSE),
                2,
                settings(name, Decay.COSINE, 0.01).optimisation(STEPS, List.of()),
                1);
    assertThat(MultiLayerConfiguration.fromJson(network.toJson())).isEqualTo(network);
  }
}
