package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.spiketrain.LocalSpark;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;

class EvaluatorIT {
  /** Takes an example for the class of its number of time steps. */
  private static final FrameClassifier BY_LENGTH =
      batch -> batch.stream().map(f -> oneOf(4, f.timeSteps() % 4)).toArray(float[][]::new);

  private static float[] oneOf(int classes, int c) {
    float[] probabilities = new float[classes];
    probabilities[c] = 1;
    return probabilities;
  }

  /** Example i is of class i % 4 and has i % 5 + 1 time steps. */
  private static JavaRDD<Example> examples(int count, int partitions) {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(numbers, partitions)
        .map(i -> new Example(i, i % 4, "", SpikeFrames.oneHot(2, new int[i % 5 + 1])));
  }

  @Test
  void countsEveryExampleOnceWhateverThePartitions() {
    ConfusionMatrix expected = new ConfusionMatrix(4);
    IntStream.range(0, 10_000).forEach(i -> expected.add(i % 4, (i % 5 + 1) % 4));

    for (int partitions : new int[] {1, 3, 16}) {
      MetricsAccumulator counts = Evaluator.count(examples(10_000, partitions), BY_LENGTH, 4);

      assertThat(counts.confusion().rowNormalised()).isDeepEqualTo(expected.rowNormalised());
      assertThat(counts.confusion().total()).isEqualTo(10_000);
    }
  }

  @Test
  void lossAndAccuracyAreTheSameToTheLastBitWhateverThePartitions() {
    SpikingClassifier network = UntrainedNetwork.of("lstm(3) | leaky(4, output = membrane)", 2, 4);
    SplitScores expected = Evaluator.scores(examples(500, 1), network, 4);

    MetricsAccumulator counts = Evaluator.count(examples(500, 1), network, 4);
    assertThat(expected.accuracy()).isEqualTo(counts.confusion().correct() / 500.0);
    double sum = 0;
    for (Example example : examples(500, 1).collect()) {
      sum += network.judge(example.frames(), example.label()).loss();
    }
    assertThat(expected.loss()).isCloseTo(sum / 500, within(1e-9));
    for (int partitions : new int[] {3, 16}) {
      assertThat(Evaluator.scores(examples(500, partitions), network, 4)).isEqualTo(expected);
    }
  }

  @Test
  void emptyPartitionsAndEmptyDataAreFine() {
    assertThat(Evaluator.count(examples(2, 8), BY_LENGTH, 4).confusion().total()).isEqualTo(2);
    assertThat(Evaluator.count(examples(0, 2), BY_LENGTH, 4).confusion().total()).isZero();
  }

  @Test
  void aDivergedNetworkIsNotEvaluated() {
    FrameClassifier diverged = batch -> new float[][] {{Float.NaN, 0, 0, 0}};
    assertThatThrownBy(() -> Evaluator.count(examples(8, 2), diverged, 4))
        .hasRootCauseInstanceOf(UserErrorException.class)
        .rootCause()
        .hasMessageContaining("The network has diverged")
        .hasMessageContaining("training.updater.learning-rate");
  }

  @Test
  void tutorialSamplingDrawsClassesEvenlyAndNormalisesByTheTrueClass() {
    ConfusionMatrix all = new ConfusionMatrix(3);
    all.add(0, 0, 9_000);
    all.add(0, 2, 1_000);
    all.add(2, 0, 1);
    all.add(2, 2, 3);

    ConfusionMatrix sampled = TutorialSampling.draw(all, 40_000, 1);

    assertThat(sampled.total()).isEqualTo(40_000);
    assertThat((double) sampled.rowTotal(0)).isCloseTo(20_000, within(500.0));
    assertThat(sampled.rowTotal(1)).isZero();
    double[][] shares = sampled.rowNormalised();
    assertThat(shares[0][2]).isCloseTo(0.1, within(0.01));
    assertThat(shares[2][0]).isCloseTo(0.25, within(0.015));
    assertThat(sampled.columnTotal(1)).isZero();
    assertThat(Arrays.stream(shares[2]).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theSameSeedDrawsTheSamePairs() {
    ConfusionMatrix all = new ConfusionMatrix(2);
    all.add(0, 0, 5);
    all.add(0, 1, 5);
    all.add(1, 1, 2);

    assertThat(TutorialSampling.draw(all, 500, 7).rowNormalised())
        .isDeepEqualTo(TutorialSampling.draw(all, 500, 7).rowNormalised());
    assertThat(TutorialSampling.draw(all, 500, 7).count(0, 0))
        .isNotEqualTo(TutorialSampling.draw(all, 500, 8).count(0, 0));
  }
}
