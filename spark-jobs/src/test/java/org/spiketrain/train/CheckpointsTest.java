package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;

class CheckpointsTest {
  @TempDir Path folder;

  private Checkpoints checkpoints(String training) {
    return checkpoints(training, new TrainingStage.Whole(0));
  }

  private Checkpoints checkpoints(String training, TrainingStage stage) {
    return new Checkpoints(
        new Configuration(),
        new org.apache.hadoop.fs.Path(folder.toString()),
        new Checkpoints.Identity("frames", "{\"hiddenSize\": 3}", training, ""),
        stage);
  }

  @Test
  void areFoundAgainWhateverTheDigitsOfTheLanguage() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat("%d".formatted(7)).as("the digits of this language").isNotEqualTo("7");
      checkpoints("{}").write(new TrainingState());
      assertThat(checkpoints("{}").readLatest()).isPresent();
      assertThat(folder.resolve("round-0000000000.zip")).exists();
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void ofOtherSettingsAreRefusedWithTheKeysThatDiffer() {
    checkpoints("{\"batchSize\": 4, \"keep\": \"BEST\", \"updater\": {\"beta1\": 0.9}}")
        .write(new TrainingState());
    Checkpoints others =
        checkpoints("{\"batchSize\": 8, \"keep\": \"BEST\", \"updater\": {\"beta1\": 0.8}}");
    assertThatThrownBy(others::readLatest)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "other settings: training.batch-size was 4 and is 8; training.updater.beta1 was 0.9 and"
                + " is 0.8. Resume");
  }

  @Test
  void ofAnArtificialNetworkAreRefusedWithTheKeysOfItsOwn() {
    TrainingStage artificial = new TrainingStage.Artificial(ExperimentConfig.ConversionPlan.KEYS);
    checkpoints(
            "{\"batchSize\": 4, \"workers\": 2, \"updater\": {\"learningRate\": 0.1}}", artificial)
        .write(new TrainingState());
    Checkpoints others =
        checkpoints(
            "{\"batchSize\": 8, \"workers\": 1, \"updater\": {\"learningRate\": 0.2}}", artificial);
    assertThatThrownBy(others::readLatest)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "conversion.batch-size was 4 and is 8; conversion.learning-rate was 0.1 and is 0.2;"
                + " training.workers was 2 and is 1");
  }

  @Test
  void constantsAndNewKeysAreNamedAsConfigurationsDo() {
    assertThat(
            SettingsDifferences.of(
                "network",
                "{\"cell\": \"SPIKING_LSTM\"}",
                "{\"cell\": \"SPIKING_GRU\", \"spikingNgrams\": 2}",
                UnaryOperator.identity()))
        .isEqualTo(
            List.of(
                "network.cell was spiking-lstm and is spiking-gru",
                "network.spiking-ngrams was not set and is 2"));
  }

  @Test
  void aTrainingOfAnEarlierVersionGoesOnWhereNothingNewIsUsed() {
    checkpoints("{\"batchSize\": 4}").write(new TrainingState());

    assertThat(checkpoints("{\"batchSize\": 4, \"watchedSplit\": \"NONE\"}").readLatest())
        .isPresent();
    assertThatThrownBy(checkpoints("{\"batchSize\": 4, \"watchedSplit\": \"TEST\"}")::readLatest)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("training.watched-split was not set and is test");
  }
}
