package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
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
  private static final ExampleReader READER =
      new ExampleReader.OfFrames(NetworkInput.of(58, InputCoding.EVENTS), Augmentation.ofDrop(0.1));

  @TempDir private Path folder;

  @LongTest
  @Test
  void aTaskThatFailsInTheMidstOfItsMinibatchesChangesNothing() {
    SparkSession spark = LocalSpark.session();
    String frames = TinyTraining.frames(spark, folder);
    JavaRDD<FrameShard> shards = shards(spark, frames, 2);
    TrainingState untroubled = train(spark, shards, "untroubled");
    Trainer trainer = trainer(spark, shards, "start", 160);
    Broadcast<Workshop> workshop = broadcast(spark, trainer.workshop());
    Broadcast<RoundStart> threeMinibatches = broadcast(spark, start(trainer, 3));

    FAILURES.set(0);
    TrainingState troubled =
        train(
            spark,
            shards.mapPartitions(
                shard -> trainAndFailOnce(shard, workshop, threeMinibatches), true),
            "troubled");

    assertThat(FAILURES).hasValueGreaterThan(3);
    assertThat(troubled.parameters).isEqualTo(untroubled.parameters);
    assertThat(troubled.updaterState).isEqualTo(untroubled.updaterState);
    assertThat(troubled.counters.loss()).isEqualTo(untroubled.counters.loss());
  }

  /** The first attempt of worker 1 trains a little, with the executor's random state, and dies. */
  private static Iterator<FrameShard> trainAndFailOnce(
      Iterator<FrameShard> shards, Broadcast<Workshop> workshop, Broadcast<RoundStart> start) {
    if (TaskContext.getPartitionId() == 1 && TaskContext.get().attemptNumber() == 0) {
      Contribution lost = new RoundTask(workshop, start).call(1, shards).next();
      assertThat(lost.examples()).isEqualTo(3 * 4);
      FAILURES.incrementAndGet();
      throw new IllegalStateException("made to fail once");
    }
    return shards;
  }

  @Test
  void aNetworkThatAnotherRoundWasTrainedWithGivesWhatANewOneGives() {
    SparkSession spark = LocalSpark.session();
    JavaRDD<FrameShard> shards = shards(spark, TinyTraining.frames(spark, folder), 2);
    Trainer trainer = trainer(spark, shards, "start", 160);
    FrameShard shard = shards.first();
    Workshop used = trainer.workshop();
    contribution(spark, used, new RoundStart(trained(spark, shards), false, 3), shard);
    assertThat(used.idle()).isOne();

    Contribution again = contribution(spark, used, start(trainer, 4), shard);

    Contribution anew = contribution(spark, trainer.workshop(), start(trainer, 4), shard);
    assertThat(again.values()).isEqualTo(anew.values());
    assertThat(again.loss()).isEqualTo(anew.loss());
    assertThat(used.idle()).isOne();
  }

  @Test
  void tasksThatRunAtATimeHaveEachTheirOwnNetwork() {
    SparkSession spark = LocalSpark.session();
    JavaRDD<FrameShard> shards = shards(spark, TinyTraining.frames(spark, folder), 2);
    Trainer trainer = trainer(spark, shards, "start", 160);
    Workshop workshop = trainer.workshop();
    RoundStart from = start(trainer, 1);

    MultiLayerNetwork one = workshop.take(from);
    MultiLayerNetwork other = workshop.take(from);
    assertThat(one).isNotSameAs(other);
    workshop.giveBack(one);
    assertThat(workshop.take(from)).isSameAs(one);
    assertThat(workshop.idle()).isZero();
  }

  private static Contribution contribution(
      SparkSession spark, Workshop workshop, RoundStart from, FrameShard shard) {
    RoundTask task = new RoundTask(broadcast(spark, workshop), broadcast(spark, from));
    return task.call(1, List.of(shard).iterator()).next();
  }

  private TrainingState trained(SparkSession spark, JavaRDD<FrameShard> shards) {
    return train(spark, shards, "trained");
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
    Trainer trainer = trainer(spark, shards, "start", 160);
    RoundTask task =
        new RoundTask(broadcast(spark, trainer.workshop()), broadcast(spark, start(trainer, 6)));
    Contribution average =
        new Averaging(trainer.start().vectorLength(), 2)
            .average(shards.mapPartitionsWithIndex(task, true));

    List<FrameShard> each = shards.collect();
    float[] mean = new float[average.values().length];
    for (int worker = 0; worker < 3; worker++) {
      addThird(task.call(worker, List.of(each.get(worker)).iterator()).next().values(), mean);
    }
    assertThat(average.examples()).isEqualTo(3 * 4 * 6);
    assertThat(average.values()).containsExactly(mean, within(1e-6f));
  }

  @Test
  void aShardIsBoundToNoHost() {
    SparkSession spark = LocalSpark.session();
    JavaRDD<FrameShard> shards = shards(spark, TinyTraining.frames(spark, folder), 2);
    assertThat(shards.count()).isEqualTo(2);
    // What the shuffle has written stays where the frames were read.
    shards.unpersist(true);
    for (int worker = 0; worker < 2; worker++) {
      assertThat(spark.sparkContext().getPreferredLocs(shards.rdd(), worker).isEmpty()).isTrue();
    }
  }

  private static JavaRDD<FrameShard> shards(SparkSession spark, String frames, int workers) {
    return TinyTraining.stored(spark, frames).shards(Split.TRAIN, workers, Set::of);
  }

  private static void addThird(float[] values, float[] mean) {
    for (int j = 0; j < values.length; j++) {
      mean[j] += values[j] / 3;
    }
  }

  private static <T> Broadcast<T> broadcast(SparkSession spark, T value) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
  }

  private static RoundStart start(Trainer trainer, int minibatches) {
    return new RoundStart(trainer.start(), true, minibatches);
  }

  private TrainingState train(SparkSession spark, JavaRDD<FrameShard> shards, String name) {
    Trainer trainer = trainer(spark, shards, name, 160);
    TrainingState state = trainer.start();
    trainer.run(state);
    return state;
  }

  /** RMSProp's state begins with its epsilon; workers that keep theirs bring none to begin with. */
  @Test
  void aUsedNetworkBeginsWithTheStateOfItsUpdaterAsANewOneDoes() {
    SparkSession spark = LocalSpark.session();
    JavaRDD<FrameShard> shards = shards(spark, TinyTraining.frames(spark, folder), 2);
    TrainingSettings usual = TinyTraining.settings(2, 160);
    UpdaterSettings rmsProp =
        new UpdaterSettings(
            "rms-prop",
            usual.updater().learningRate(),
            usual.updater().moments(),
            usual.updater().weightDecay(),
            usual.updater().gradientClip(),
            usual.updater().neuronFactor());
    Trainer trainer =
        trainer(
            spark,
            shards,
            "rms-prop",
            new TrainingSettings(
                usual.rounds(),
                usual.course(),
                usual.balance(),
                usual.augmentation(),
                rmsProp,
                usual.seed(),
                usual.blasKernel()));
    RoundStart start = start(trainer, 2);
    RoundStart first = start.of(start.parameters(), WorkerRound.Kept.NOTHING.updaterState());
    Workshop used = trainer.workshop();
    FrameShard shard = shards.first();

    Contribution anew = contribution(spark, used, first, shard);
    Contribution again = contribution(spark, used, first, shard);

    assertThat(used.idle()).isOne();
    assertThat(again.values()).isEqualTo(anew.values());
    assertThat(contribution(spark, trainer.workshop(), start, shard).values())
        .isEqualTo(anew.values());
  }

  private Trainer trainer(
      SparkSession spark, JavaRDD<FrameShard> shards, String name, long examples) {
    return trainer(spark, shards, name, TinyTraining.settings(2, examples));
  }

  private Trainer trainer(
      SparkSession spark, JavaRDD<FrameShard> shards, String name, TrainingSettings settings) {
    Checkpoints checkpoints =
        new Checkpoints(
            spark.sessionState().newHadoopConf(),
            new org.apache.hadoop.fs.Path(folder.resolve(name).toString()),
            new Checkpoints.Identity("f", "n", "t", ""),
            new TrainingStage.Whole(0));
    return new Trainer(
        new SparkWorkforce(shards, 42, Optional.empty(), Optional.empty()),
        READER,
        List.of(0.5, 0.5),
        network -> {},
        TinyTraining.network(),
        settings,
        ShownExamples.NONE,
        checkpoints,
        new TrainingProgress() {});
  }
}
