package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.TaskSlots.Placement;
import org.spiketrain.train.TrainingJob.Start;

class LearningRateSearchIT {
  private static final double DIVERGING = 1e30;

  @TempDir private static Path shared;
  private static SparkSession spark;
  private static String frames;

  @TempDir private Path folder;

  @BeforeAll
  static void preprocess() {
    spark = LocalSpark.session();
    frames = TinyTraining.frames(spark, shared);
  }

  private TrainingJob whole(TaskSlots slots) {
    return TinyTraining.job(
        spark,
        frames,
        folder.resolve("run"),
        TinyTraining.settings(2, 160),
        new TrainingProgress() {},
        slots);
  }

  private LearningRateSearch search(Double... rates) {
    return new LearningRateSearch(
        whole(TaskSlots.NONE), new LearningRateTrials(List.of(rates), 0.5));
  }

  private Path model(double rate) {
    return folder.resolve("run/learning-rates").resolve(rate + "/model.zip");
  }

  @Test
  void aRunThatWasKilledBetweenTrialsMakesThoseThatAreMissingAndNoOthers() throws IOException {
    LearningRateSearch search = search(0.01, 0.002);
    Map<Double, SplitScores> ended = search.run(Start.FRESH);
    Path record = folder.resolve("run/learning-rates/trials.json");
    org.apache.hadoop.fs.Path stored = new org.apache.hadoop.fs.Path(record.toString());
    Configuration conf = new Configuration();
    TriedRates both = TriedRates.read(conf, stored).orElseThrow();
    new TriedRates(both.identity(), both.trials(), Map.of(0.01, ended.get(0.01)), both.diverged())
        .write(conf, stored);
    Files.write(model(0.01), new byte[] {1});
    byte[] second = Files.readAllBytes(model(0.002));
    FileUtils.deleteDirectory(model(0.002).getParent().toFile());

    assertThat(search.run(Start.RESUME)).isEqualTo(ended).containsOnlyKeys(0.002, 0.01);
    assertThat(model(0.01)).hasBinaryContent(new byte[] {1});
    assertThat(model(0.002)).hasBinaryContent(second);
    assertThat(TriedRates.read(conf, stored)).contains(both);
  }

  @Test
  void aTrialThatDivergesIsOutWhereverItRunsAndIsNotRepeated() throws IOException {
    for (Placement placement : Placement.values()) {
      FileUtils.deleteDirectory(folder.resolve("run").toFile());
      try (TaskSlots slots = new TaskSlots(placement, 1)) {
        LearningRateSearch search =
            new LearningRateSearch(
                whole(slots), new LearningRateTrials(List.of(DIVERGING, 0.01), 0.5));
        assertThat(search.run(Start.FRESH)).containsOnlyKeys(0.01);
        FileUtils.deleteDirectory(model(DIVERGING).getParent().toFile());
        assertThat(search.run(Start.RESUME)).containsOnlyKeys(0.01);
        assertThat(model(DIVERGING).getParent()).doesNotExist();
      }
    }
    FileUtils.deleteDirectory(folder.resolve("run").toFile());
    assertThatThrownBy(() -> search(DIVERGING).run(Start.FRESH))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("all learning rates have diverged");
  }

  @Test
  void aTrainingThatBeganWithoutTrialsIsNotResumedWithThem() {
    whole(TaskSlots.NONE).run(Start.FRESH);

    assertThat(search().run(Start.RESUME)).isEmpty();
    assertThatThrownBy(() -> search(0.01).run(Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("round-0000000004.zip: it was trained with other settings: ")
        .hasMessageContaining("training.trials.learning-rates was not set and is 0.01;");
    assertThat(folder.resolve("run/learning-rates")).doesNotExist();
  }
}
