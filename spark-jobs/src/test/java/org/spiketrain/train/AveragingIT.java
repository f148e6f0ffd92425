package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.spiketrain.LocalSpark;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.compress.CompressedDelta;
import org.spiketrain.model.compress.DeltaCode.Range;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.WorkerRound.Told;

class AveragingIT {
  /** More than travel as one block. */
  private static final int SIZE = 40_000;

  private static final AtomicInteger FAILURES = new AtomicInteger();

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  }

  private static Contribution random(int seed) {
    Random random = new Random(seed);
    float[] values = new float[SIZE];
    for (int j = 0; j < SIZE; j++) {
      values[j] = random.nextFloat() - 0.5f;
    }
    return new Contribution(
        new FloatVector(values), 1 + random.nextInt(300), 0.1 * seed, seed, seed);
  }

  private static FloatVector vector(float... values) {
    return new FloatVector(values);
  }

  private static JavaRDD<Contribution> workers(int count) {
    List<Contribution> all = IntStream.range(0, count).mapToObj(AveragingIT::random).toList();
    return spark().parallelize(all, count);
  }

  private static void assertSame(Contribution one, Contribution other) {
    assertThat(one.values()).isEqualTo(other.values());
    assertThat(one.loss()).isEqualTo(other.loss());
    assertThat(one.examples()).isEqualTo(other.examples());
    assertThat(one.correct()).isEqualTo(other.correct());
  }

  @Test
  void examplesAreTheWeights() {
    Contribution one = new Contribution(vector(1, 2, 8), 1, 3, 1, 0.5);
    Contribution three = new Contribution(vector(5, 10, 0), 3, 4, 2, 0.25);

    Contribution average = Averaging.averageOf(List.of(one, three));

    assertThat(average.values()).containsExactly(4, 8, 2);
    assertThat(average.examples()).isEqualTo(4);
    assertThat(average.loss()).isEqualTo(7);
    assertThat(average.correct()).isEqualTo(3);
  }

  @Test
  void theAverageOfOneWorkerIsItsResultBitForBit() {
    for (int seed = 0; seed < 9; seed++) {
      Contribution one = random(seed);
      assertThat(Averaging.averageOf(List.of(one)).values()).isEqualTo(one.values());
    }
  }

  @Test
  void howManySlicesThereAreAndWhoAddsThemChangesNoBit() {
    for (int count : new int[] {2, 11}) {
      JavaRDD<Contribution> workers = workers(count);
      Contribution onTheDriver = new Averaging(SIZE, 0).average(workers);
      for (int slices : new int[] {1, 3, 70}) {
        assertSame(new Averaging(SIZE, slices).average(workers), onTheDriver);
      }
    }
  }

  @Test
  void coarseWaysAreAddedUpBySeveralThreadsAsByOne() {
    DeltaCompressor int8 =
        new DeltaCompressor(SIZE, List.of(new Range(0, SIZE)), DeltaForm.INT8, 1);
    for (int count : new int[] {1, 4, 11}) {
      List<Told> told =
          IntStream.range(0, count).mapToObj(seed -> told(random(seed), int8)).toList();
      List<Contribution> ways = told.stream().map(one -> one.way(int8)).toList();
      assertSame(Averaging.averageOf(told, SIZE, int8), Averaging.averageOf(ways));
    }
  }

  private static Told told(Contribution fine, DeltaCompressor compressor) {
    CompressedDelta delta = compressor.compress(fine.values().clone(), new float[SIZE]);
    return new Told(null, delta, fine.examples(), fine.loss(), fine.correct(), fine.seconds());
  }

  @Test
  void workersThatFailOnceChangeNoBitOfSlices() {
    JavaRDD<Contribution> workers = workers(9);
    Contribution untroubled = new Averaging(SIZE, 4).average(workers);
    FAILURES.set(0);
    JavaRDD<Contribution> troubled =
        workers.map(
            contribution -> {
              if (TaskContext.get().attemptNumber() == 0 && FAILURES.getAndIncrement() < 3) {
                throw new IllegalStateException("made to fail once");
              }
              return contribution;
            });
    assertSame(new Averaging(SIZE, 4).average(troubled), untroubled);
    assertThat(FAILURES).hasValueGreaterThan(2);
  }

  @Test
  void aRoundIsOneJobWhoseFilesAreGoneAfterIt() throws InterruptedException {
    JavaRDD<Contribution> workers = workers(10);
    spark().setJobGroup("round", "a round");
    new Averaging(SIZE, 3).average(workers);
    spark().clearJobGroup();
    assertThat(spark().statusTracker().getJobIdsForGroup("round")).hasSize(1);
    int shuffle = spark().sc().newShuffleId() - 1;
    MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (tracker.containsShuffle(shuffle) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(tracker.containsShuffle(shuffle)).isFalse();
  }

  @Test
  void whatTheDriverMayNotTakeIsToldBeforeARoundIsTrained() {
    int floats = 10_700_000;
    SparkConf usual = new SparkConf(false);
    assertThat(Averaging.of(64, floats, usual).slices()).isGreaterThan(64);
    assertThat(Averaging.of(2, floats, usual).slices()).isZero();
    SparkConf little = usual.clone().set("spark.driver.maxResultSize", "40m");
    assertThatThrownBy(() -> Averaging.of(64, floats, little))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("spark.driver.maxResultSize is 40m")
        .hasMessageContaining("set it to 48m or more");
    assertThat(Averaging.of(2, floats, little.set("spark.driver.maxResultSize", "48m")).slices())
        .isPositive();
    assertThat(Averaging.of(2, floats, little.set("spark.driver.maxResultSize", "0")).slices())
        .isZero();
  }
}
