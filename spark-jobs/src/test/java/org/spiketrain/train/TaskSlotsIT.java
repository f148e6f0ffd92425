package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.data.Split;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.train.TaskSlots.Placement;
import org.spiketrain.train.TaskSlots.Size;
import org.spiketrain.train.TrainingJob.Start;
import org.spiketrain.train.TrainingSettings.Watched;

class TaskSlotsIT {
  @TempDir private Path folder;

  private byte[] train(String name, TrainingSettings settings, TaskSlots slots) throws IOException {
    return train(name, settings, new Following(), slots);
  }

  private byte[] train(
      String name, TrainingSettings settings, TrainingProgress progress, TaskSlots slots)
      throws IOException {
    SparkSession spark = LocalSpark.session();
    String frames = folder.resolve("frames").toString();
    if (!Files.exists(folder.resolve("frames"))) {
      TinyTraining.frames(spark, folder);
    }
    Path output = folder.resolve(name);
    TinyTraining.job(spark, frames, output, settings, progress, slots).run(Start.RESUME);
    return Files.readAllBytes(output.resolve("model.zip"));
  }

  /** Notes the evaluations, and stops at some number of examples. */
  private static class Following implements TrainingProgress {
    final List<HistoryRow> rows = new ArrayList<>();
    final List<Long> rounds = new ArrayList<>();
    private final long pausesAt;

    Following() {
      this(Long.MAX_VALUE);
    }

    Following(long pausesAt) {
      this.pausesAt = pausesAt;
    }

    @Override
    public void round(long examples, long total) {
      rounds.add(examples);
    }

    @Override
    public void evaluated(HistoryRow row) {
      rows.add(row);
    }

    @Override
    public long pausesAt() {
      return pausesAt;
    }
  }

  private static List<HistoryRow> timeless(List<HistoryRow> rows) {
    return rows.stream()
        .map(
            row ->
                new HistoryRow(
                    row.examples(),
                    row.epoch(),
                    row.round(),
                    0,
                    row.training(),
                    row.evaluation(),
                    row.watched(),
                    row.learningRate(),
                    row.answers()))
        .toList();
  }

  @Test
  void aSlotGivesTheBytesAndEvaluationsOfWorkersAllOverTheCluster() throws IOException {
    TrainingSettings settings = TinyTraining.settings(3, 400, Split.VALIDATION, Watched.TEST, 0);
    Following spread = new Following();
    byte[] model = train("spread", settings, spread, TaskSlots.NONE);
    Following slotted = new Following();
    try (TaskSlots slots = new TaskSlots(Placement.AUTO, 1)) {
      assertThat(train("slot", settings, slotted, slots)).isEqualTo(model);
    }
    assertThat(timeless(slotted.rows)).isEqualTo(timeless(spread.rows)).hasSizeGreaterThan(3);
    assertThat(spread.rows)
        .extracting(HistoryRow::answers)
        .allMatch(answers -> answers.matches("(North|South)( (North|South)){2}"));
    assertThat(spread.rounds).hasSizeGreaterThan(3);
    assertThat(slotted.rounds).hasSize(1);
    assertThat(folder.resolve("slot/training/epochs.csv")).exists();
  }

  @Test
  void framesAreReadOnceForSeveralTrainings() throws IOException {
    try (TaskSlots slots = new TaskSlots(Placement.TASK, 1)) {
      byte[] first = train("first", TinyTraining.settings(2, 80), slots);
      // What is in memory needs no files.
      try (var files = Files.walk(folder.resolve("frames/split=train"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      assertThat(train("second", TinyTraining.settings(2, 80), slots)).isEqualTo(first);
    }
  }

  @LongTest
  @Test
  void aTrainingThatPausesInASlotGoesOnAnywhereAsIfItHadNot() throws IOException {
    TrainingSettings settings = TinyTraining.settings(2, 400);
    byte[] whole = train("whole", settings, TaskSlots.NONE);
    try (TaskSlots slots = new TaskSlots(Placement.TASK, 1)) {
      for (String name : List.of("slot", "spread")) {
        Following paused = new Following(100);
        assertThatThrownBy(() -> train(name, settings, paused, slots))
            .isInstanceOf(TrainingPausedException.class);
        assertThat(paused.rows.get(paused.rows.size() - 1).examples()).isBetween(100L, 399L);
        assertThat(folder.resolve(name).resolve("training/history.csv"))
            .content()
            .hasLineCount(paused.rows.size() + 1);
      }
      assertThat(train("slot", settings, slots)).isEqualTo(whole);
      assertThat(train("spread", settings, TaskSlots.NONE)).isEqualTo(whole);
    }
  }

  @LongTest
  @Test
  void aLongOneLeavesACheckpointFromTimeToTimeAndGoesOn() throws IOException {
    TrainingSettings settings = TinyTraining.settings(2, 400);
    byte[] whole = train("whole", settings, TaskSlots.NONE);
    Following followed = new Following();
    try (TaskSlots slots = new TaskSlots(Placement.TASK, 1, 0)) {
      assertThat(train("slot", settings, followed, slots)).isEqualTo(whole);
    }
    // A round is 2 times 5 minibatches of 4.
    assertThat(followed.rounds)
        .containsExactly(40L, 80L, 120L, 160L, 200L, 240L, 280L, 320L, 360L, 400L);
    assertThat(followed.rows).extracting(HistoryRow::examples).doesNotHaveDuplicates();
    assertThat(folder.resolve("slot/training/checkpoints/round-0000000009.zip")).exists();
  }

  @LongTest
  @Test
  void aSecondAttemptBeginsAsTheFirstOne() throws IOException {
    List<SlotTraining.Outcome> attempts = new ArrayList<>();
    SlotWorkforce workforce = workforce();
    Trainer trainer = trainer(workforce);
    trainer.runBy(
        training -> {
          attempts.add(training.train(workforce, Long.MAX_VALUE / 2));
          attempts.add(training.train(workforce, Long.MAX_VALUE / 2));
          return attempts.get(1).state();
        },
        trainer.start());
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(1).state().parameters).isEqualTo(attempts.get(0).state().parameters);
    assertThat(attempts.get(1).state().counters.round()).isEqualTo(4);
  }

  private StoredExamples stored() {
    SparkSession spark = LocalSpark.session();
    String frames = folder.resolve("frames").toString();
    if (!Files.exists(folder.resolve("frames"))) {
      TinyTraining.frames(spark, folder);
    }
    return TinyTraining.stored(spark, frames);
  }

  private SlotWorkforce workforce() {
    return new SlotWorkforce(stored().collected(Split.TRAIN, 2), 42, List.of(), List.of());
  }

  private Trainer trainer(SlotWorkforce workforce) {
    TrainingSettings settings = TinyTraining.settings(2, 160);
    return new Trainer(
        workforce,
        stored().reader(workforce, settings.augmentation()),
        List.of(0.5, 0.5),
        network -> {},
        TinyTraining.network(),
        settings,
        ShownExamples.NONE,
        checkpoint -> {},
        new Following());
  }

  /** Its training meets an error. */
  private static SlotWorkforce meeting(Error error) {
    List<FrameShard> shards =
        new AbstractList<>() {
          @Override
          public FrameShard get(int shard) {
            throw error;
          }

          @Override
          public int size() {
            return 2;
          }
        };
    return new SlotWorkforce(shards, 42, List.of(), List.of());
  }

  private void trainMeeting(Error error) {
    Trainer trainer = trainer(workforce());
    trainer.runBy(
        training -> training.train(meeting(error), Long.MAX_VALUE / 2).orRefuse(), trainer.start());
  }

  @Test
  void anErrorByWhichSparkWouldEndTheExecutorIsOfTheTrainingAlone() {
    assertThatThrownBy(() -> trainMeeting(new OutOfMemoryError("Java heap space")))
        .isInstanceOf(TaskMemoryException.class)
        .hasMessage("Java heap space")
        .hasNoCause();
    assertThatThrownBy(() -> trainMeeting(new StackOverflowError()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("-Xss16m");
    assertThatThrownBy(() -> trainMeeting(new InternalError("a fault")))
        .isInstanceOf(InternalError.class);
  }

  @Test
  void aTrainingThatDivergesInASlotSaysSo() {
    TrainingSettings tame = TinyTraining.settings(2, 400);
    TrainingSettings diverging =
        new TrainingSettings(
            tame.rounds(),
            tame.course(),
            tame.balance(),
            tame.augmentation(),
            UpdaterSettings.adam("adam", 1e30, 1, 0),
            tame.seed(),
            tame.blasKernel());
    try (TaskSlots slots = new TaskSlots(Placement.TASK, 1)) {
      assertThatThrownBy(() -> train("diverging", diverging, slots))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("The training has diverged");
    }
  }

  @Test
  void tooManyWorkersAreRefusedInASlotToo() {
    try (TaskSlots slots = new TaskSlots(Placement.TASK, 1)) {
      assertThatThrownBy(() -> train("many", TinyTraining.settings(1000, 80), slots))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("lower training.workers");
    }
  }

  @Test
  void whatIsNotSmallIsSpreadUnlessASlotIsAskedFor() {
    Size demo = new Size(8192, 100_000, 20);
    Size lasting = new Size(100_000_000, 100_000, 20);
    Size wide = new Size(100, 100_000_000, 20);
    assertThat(new TaskSlots(Placement.AUTO, 1).takes(demo)).isTrue();
    assertThat(new TaskSlots(Placement.AUTO, 1).takes(lasting)).isFalse();
    assertThat(new TaskSlots(Placement.AUTO, 1).takes(wide)).isFalse();
    assertThat(new TaskSlots(Placement.TASK, 1).takes(lasting)).isTrue();
    // Its state would not come back as the result of one task.
    assertThat(new TaskSlots(Placement.TASK, 1).takes(wide)).isFalse();
  }
}
