package org.spiketrain.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.job.LocalSpark;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;

class TrainerTest {
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @TempDir private Path folder;

  @Test
  void aTaskThatFailsOnceChangesNothing() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = FrameShards.read(spark, frames, "train", 58, 2);
    TrainingState untroubled = train(spark, shards, "untroubled");
    FAILURES.set(0);
    TrainingState troubled = train(spark, shards.mapPartitions(TrainerTest::failOnce, true), "t");

    assertThat(FAILURES).hasValueGreaterThan(3);
    assertThat(troubled.parameters).isEqualTo(untroubled.parameters);
    assertThat(troubled.updaterState).isEqualTo(untroubled.updaterState);
    assertThat(troubled.counters.loss()).isEqualTo(untroubled.counters.loss());
  }

  private static Iterator<FrameShard> failOnce(Iterator<FrameShard> shards) {
    if (TaskContext.getPartitionId() == 1 && TaskContext.get().attemptNumber() == 0) {
      FAILURES.incrementAndGet();
      throw new IllegalStateException("made to fail once");
    }
    return shards;
  }

  @Test
  void theAverageOfARoundIsTheMeanOfTheWorkersParametersAndUpdaterStates() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = FrameShards.read(spark, frames, "train", 58, 3);
    var broadcast =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(roundStart(spark, shards));
    Contribution sum =
        Contribution.sum(shards.mapPartitionsWithIndex(new RoundTask(plan(3), broadcast), true));

    List<FrameShard> each = shards.collect();
    float[] mean = new float[sum.parameters().length];
    float[] meanState = new float[sum.updaterState().length];
    for (int worker = 0; worker < 3; worker++) {
      // A plan of one worker leaves the contribution unweighted.
      Contribution alone =
          new RoundTask(plan(1), broadcast)
              .call(worker, List.of(each.get(worker)).iterator())
              .next();
      addThird(alone.parameters(), mean);
      addThird(alone.updaterState(), meanState);
    }
    assertThat(sum.examples()).isEqualTo(3 * 4 * 6);
    assertThat(sum.parameters()).containsExactly(mean, within(1e-6f));
    assertThat(sum.updaterState()).containsExactly(meanState, within(1e-6f));
  }

  private static RoundTask.Plan plan(int workers) {
    return new RoundTask.Plan(
        workers, 4, 2, InputCoding.EVENTS, 0.1, TrainingSettings.Sampling.CLASS_BALANCED, 5);
  }

  private static void addThird(float[] values, float[] mean) {
    for (int j = 0; j < values.length; j++) {
      mean[j] += values[j] / 3;
    }
  }

  private RoundStart roundStart(SparkSession spark, JavaRDD<FrameShard> shards) {
    Trainer trainer = trainer(spark, shards, "start");
    TrainingState state = trainer.start();
    return new RoundStart(trainer.configuration(), state.parameters, state.updaterState, 0, 0, 6);
  }

  private TrainingState train(SparkSession spark, JavaRDD<FrameShard> shards, String name) {
    Trainer trainer = trainer(spark, shards, name);
    TrainingState state = trainer.start();
    trainer.run(state);
    return state;
  }

  private Trainer trainer(SparkSession spark, JavaRDD<FrameShard> shards, String name) {
    Checkpoints checkpoints =
        new Checkpoints(
            spark.sessionState().newHadoopConf(),
            new org.apache.hadoop.fs.Path(folder.resolve(name).toString()),
            new Checkpoints.Identity("f", "n", "t"));
    return new Trainer(
        shards,
        Optional.empty(),
        new Trainer.Input(58, 58),
        2,
        TinyTraining.network(),
        TinyTraining.settings(2, 160),
        checkpoints,
        TrainingProgress.SILENT);
  }
}
