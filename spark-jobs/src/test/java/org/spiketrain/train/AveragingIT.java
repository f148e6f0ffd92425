package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.spiketrain.LocalSpark;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.Averaging.WeightedSum;

class AveragingIT {
  private static final int SIZE = 200;

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  }

  private static Contribution random(int seed) {
    Random random = new Random(seed);
    float[] values = new float[SIZE];
    for (int j = 0; j < SIZE; j++) {
      values[j] = random.nextFloat() - 0.5f;
    }
    return new Contribution(values, values.clone(), 1 + random.nextInt(300), 0.5 * seed, seed);
  }

  private static JavaRDD<Contribution> workers(int count) {
    List<Contribution> all = IntStream.range(0, count).mapToObj(AveragingIT::random).toList();
    return spark().parallelize(all, count);
  }

  @Test
  void examplesAreTheWeights() {
    Contribution one = new Contribution(new float[] {1, 2}, new float[] {8}, 1, 3, 1);
    Contribution three = new Contribution(new float[] {5, 10}, new float[] {0}, 3, 4, 2);

    Contribution average = new WeightedSum(one).add(one).add(three).average();

    assertThat(average.parameters()).containsExactly(4, 8);
    assertThat(average.updaterState()).containsExactly(2);
    assertThat(average.examples()).isEqualTo(4);
    assertThat(average.loss()).isEqualTo(7);
    assertThat(average.correct()).isEqualTo(3);
  }

  @Test
  void theAverageOfOneWorkerIsItsResultBitForBit() {
    for (int seed = 0; seed < 50; seed++) {
      Contribution one = random(seed);
      assertThat(new WeightedSum(one).add(one).average().parameters()).isEqualTo(one.parameters());
    }
  }

  @Test
  void theTreeOfManyWorkersGivesTheFlatAverageInOneJob() {
    JavaRDD<Contribution> workers = workers(10);
    Contribution flat = Averaging.of(workers, 10);

    spark().setJobGroup("tree", "the tree");
    Contribution tree = Averaging.of(workers, 9);
    spark().clearJobGroup();

    assertThat(spark().statusTracker().getJobIdsForGroup("tree")).hasSize(1);
    assertThat(tree.parameters()).containsExactly(flat.parameters(), within(1e-6f));
    assertThat(tree.updaterState()).containsExactly(flat.updaterState(), within(1e-6f));
    assertThat(tree.examples()).isEqualTo(flat.examples());
    assertThat(tree.correct()).isEqualTo(45);
    assertThat(Averaging.of(workers, 9).parameters()).isEqualTo(tree.parameters());
  }
}
