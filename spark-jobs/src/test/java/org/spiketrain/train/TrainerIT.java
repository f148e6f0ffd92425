package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.Split;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

class TrainerIT {
  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final RoundTask.Plan PLAN =
      new RoundTask.Plan(4, 2, TrainingSettings.Sampling.CLASS_BALANCED, 5);
  private static final ExampleReader READER =
      new ExampleReader.OfFrames(NetworkInput.of(58, InputCoding.EVENTS), Augmentation.ofDrop(0.1));

  @TempDir private Path folder;

  @Test
  void aTaskThatFailsInTheMidstOfItsMinibatchesChangesNothing() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = shards(spark, frames, 2);
    TrainingState untroubled = train(spark, shards, "untroubled");
    Broadcast<RoundStart> threeMinibatches = broadcast(spark, roundStart(spark, shards, 3));
    Broadcast<ExampleReader> reader = broadcast(spark, READER);

    FAILURES.set(0);
    TrainingState troubled =
        train(
            spark,
            shards.mapPartitions(shard -> trainAndFailOnce(shard, reader, threeMinibatches), true),
            "troubled");

    assertThat(FAILURES).hasValueGreaterThan(3);
    assertThat(troubled.parameters).isEqualTo(untroubled.parameters);
    assertThat(troubled.updaterState).isEqualTo(untroubled.updaterState);
    assertThat(troubled.counters.loss()).isEqualTo(untroubled.counters.loss());
  }

  /** The first attempt of worker 1 trains a little, with the executor's random state, and dies. */
  private static Iterator<FrameShard> trainAndFailOnce(
      Iterator<FrameShard> shards, Broadcast<ExampleReader> reader, Broadcast<RoundStart> start) {
    if (TaskContext.getPartitionId() == 1 && TaskContext.get().attemptNumber() == 0) {
      Contribution lost = new RoundTask(PLAN, reader, start).call(1, shards).next();
      assertThat(lost.examples()).isEqualTo(3 * 4);
      FAILURES.incrementAndGet();
      throw new IllegalStateException("made to fail once");
    }
    return shards;
  }

  @Test
  void moreMinibatchesThanCanBeCountedAreRefused() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = shards(spark, frames, 2);
    for (long examples : new long[] {Long.MAX_VALUE, 8L * Integer.MAX_VALUE + 1}) {
      assertThatThrownBy(() -> trainer(spark, shards, "many", examples))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("lower training.examples");
    }
  }

  @Test
  void theAverageOfARoundIsTheMeanOfTheWorkersParametersAndUpdaterStates() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = shards(spark, frames, 3);
    Broadcast<RoundStart> broadcast = broadcast(spark, roundStart(spark, shards, 6));
    Broadcast<ExampleReader> reader = broadcast(spark, READER);
    RoundTask task = new RoundTask(PLAN, reader, broadcast);
    Contribution sum = Averaging.of(shards.mapPartitionsWithIndex(task, true));

    List<FrameShard> each = shards.collect();
    float[] mean = new float[sum.parameters().length];
    float[] meanState = new float[sum.updaterState().length];
    for (int worker = 0; worker < 3; worker++) {
      Contribution alone = task.call(worker, List.of(each.get(worker)).iterator()).next();
      addThird(alone.parameters(), mean);
      addThird(alone.updaterState(), meanState);
    }
    assertThat(sum.examples()).isEqualTo(3 * 4 * 6);
    assertThat(sum.parameters()).containsExactly(mean, within(1e-6f));
    assertThat(sum.updaterState()).containsExactly(meanState, within(1e-6f));
  }

  private static JavaRDD<FrameShard> shards(SparkSession spark, String frames, int workers) {
    return new StoredExamples(
            spark,
            frames,
            TinyTraining.manifest(frames),
            TinyTraining.network(),
            new TrainingStage.Whole())
        .shards(Split.TRAIN, workers);
  }

  private static void addThird(float[] values, float[] mean) {
    for (int j = 0; j < values.length; j++) {
      mean[j] += values[j] / 3;
    }
  }

  private static <T> Broadcast<T> broadcast(SparkSession spark, T value) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
  }

  private RoundStart roundStart(SparkSession spark, JavaRDD<FrameShard> shards, int minibatches) {
    Trainer trainer = trainer(spark, shards, "start", 160);
    return new RoundStart(trainer.configuration(), trainer.start(), true, minibatches);
  }

  private TrainingState train(SparkSession spark, JavaRDD<FrameShard> shards, String name) {
    Trainer trainer = trainer(spark, shards, name, 160);
    TrainingState state = trainer.start();
    trainer.run(state);
    return state;
  }

  private Trainer trainer(
      SparkSession spark, JavaRDD<FrameShard> shards, String name, long examples) {
    Checkpoints checkpoints =
        new Checkpoints(
            spark.sessionState().newHadoopConf(),
            new org.apache.hadoop.fs.Path(folder.resolve(name).toString()),
            new Checkpoints.Identity("f", "n", "t", ""),
            new TrainingStage.Whole());
    return new Trainer(
        new Trainer.Data(shards, 42, Optional.empty(), Optional.empty()),
        READER,
        2,
        network -> {},
        TinyTraining.network(),
        TinyTraining.settings(2, examples),
        checkpoints,
        new TrainingProgress() {});
  }
}
