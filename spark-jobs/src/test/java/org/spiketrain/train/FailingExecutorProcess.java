package org.spiketrain.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.Split;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.train.TaskSlots.Placement;

/**
 * Trainings in task slots of two executors, and by a worker of any of them, that fail on the one
 * that is their first.
 */
final class FailingExecutorProcess {
  static final int TRIALS = 6;

  private FailingExecutorProcess() {}

  /** Arguments: frames, and the folder to write to. */
  public static void main(String[] args) {
    System.setProperty("spark.task.maxFailures", "1");
    try (SparkSession spark = ForkedJvm.session("local-cluster[2,1,1024]");
        TaskSlots slots = new TaskSlots(Placement.TASK, 1)) {
      for (int trial = 0; trial < TRIALS; trial++) {
        Failing failing = new Failing(Path.of(args[1], "once-" + trial).toString(), 1);
        attempt(spark, args[0], slots, failing);
        attempt(spark, args[0], slots, failing);
      }
      for (int trial = 0; trial < TRIALS; trial++) {
        Failing failing = new Failing(Path.of(args[1], "spread-" + trial).toString(), 1);
        attempt(failing, spark, () -> trainSpread(spark, args[0], slots, failing));
        attempt(failing, spark, () -> trainSpread(spark, args[0], slots, failing));
      }
      Failing everywhere = new Failing(Path.of(args[1], "everywhere").toString(), 2);
      for (int k = 0; k <= 2; k++) {
        attempt(spark, args[0], slots, everywhere);
      }
    }
  }

  private static void attempt(SparkSession spark, String frames, TaskSlots slots, Failing failing) {
    attempt(failing, spark, () -> train(spark, frames, slots, failing));
  }

  private static void attempt(Failing failing, SparkSession spark, Runnable training) {
    spark.sparkContext().setJobGroup(failing.file, "a trial", false);
    try {
      training.run();
    } catch (Exception e) {
      // What Spark throws it does not declare.
      System.out.println(e.getMessage().lines().findFirst().orElseThrow());
    } finally {
      spark.sparkContext().clearJobGroup();
    }
  }

  private static Trainer trainer(
      StoredExamples stored, Workforce workforce, TrainingSettings settings, Failing failing) {
    return new Trainer(
        workforce,
        new Reader(stored.reader(workforce, settings.augmentation()), failing),
        List.of(0.5, 0.5),
        network -> {},
        TinyTraining.network(),
        settings,
        ShownExamples.NONE,
        checkpoint -> {},
        new TrainingProgress() {});
  }

  private static void train(SparkSession spark, String frames, TaskSlots slots, Failing failing) {
    StoredExamples stored = TinyTraining.stored(spark, frames);
    SlotWorkforce workforce =
        new SlotWorkforce(stored.collected(Split.TRAIN, 2), 42, List.of(), List.of());
    TrainingSettings settings = TinyTraining.settings(2, 80);
    Trainer trainer = trainer(stored, workforce, settings, failing);
    try (TaskSlots.Shards place =
        slots.shards(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            frames,
            TinyTraining.manifest(frames),
            settings,
            () -> workforce)) {
      place.train(trainer, trainer.start());
    }
  }

  private static void trainSpread(
      SparkSession spark, String frames, TaskSlots slots, Failing failing) {
    StoredExamples stored = TinyTraining.stored(spark, frames);
    try (TrainingPlace place =
        slots.spread(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            failed ->
                new SparkWorkforce(
                    stored.shards(Split.TRAIN, 1, failed),
                    42,
                    Optional.empty(),
                    Optional.empty()))) {
      Trainer trainer = trainer(stored, place.workforce(), TinyTraining.settings(1, 80), failing);
      place.train(trainer, trainer.start());
    }
  }

  /**
   * Fails some times, and then on the executor where it has failed if that was one.
   *
   * @param file gets a line an attempt, with its executor
   */
  private record Failing(String file, int times) implements java.io.Serializable {
    void fail() {
      String executor = SparkEnv.get().executorId();
      try {
        Path attempts = Path.of(file);
        List<String> before = Files.exists(attempts) ? Files.readAllLines(attempts) : List.of();
        boolean fails =
            before.size() < times || (times == 1 && before.get(0).equals("failed on " + executor));
        String line = (fails ? "failed" : "trained") + " on " + executor;
        if (!before.contains(line)) {
          Files.writeString(
              attempts,
              line + "\n",
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
        if (fails) {
          throw new IllegalStateException("executor " + executor + " has no memory");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Reader(ExampleReader of, Failing failing) implements ExampleReader {
    @Override
    public NetworkInput input() {
      return of.input();
    }

    @Override
    public MinibatchSource minibatches(FrameShard shard, int classes) {
      failing.fail();
      return of.minibatches(shard, classes);
    }

    @Override
    public int mostTimeSteps(FrameShard shard) {
      return of.mostTimeSteps(shard);
    }

    @Override
    public int columns(FrameShard shard) {
      return of.columns(shard);
    }

    @Override
    public SpikingClassifier classifier(MultiLayerNetwork network) {
      return of.classifier(network);
    }
  }
}
