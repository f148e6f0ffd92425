package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.spiketrain.LocalSpark;
import org.spiketrain.evaluate.CommitteeWeights.By;
import org.spiketrain.evaluate.CommitteeWeights.Chosen;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.Committee;
import org.spiketrain.model.zoo.FrameClassifier;

class CommitteeWeightsIT {
  private static final CommitteeWeights CHOSEN = new CommitteeWeights(By.VALIDATION, List.of());

  /** Example i has i % 20 + 1 time steps, and is of class i % 2. */
  private static JavaRDD<Example> examples(int partitions) {
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(IntStream.range(0, 200).boxed().toList(), partitions)
        .map(i -> new Example(i, i % 2, "", SpikeFrames.oneHot(1, new int[i % 20 + 1])));
  }

  /** Wrong about lengths from one up to another, and everywhere as sure as this of its answer. */
  private static FrameClassifier wrong(int from, int to, float sure) {
    return batch ->
        batch.stream()
            .map(
                frames -> {
                  int i = frames.timeSteps() - 1;
                  boolean first = (i % 2 == 0) != (i >= from && i < to);
                  return new float[] {first ? sure : 1 - sure, first ? 1 - sure : sure};
                })
            .toArray(float[][]::new);
  }

  private static double loss(List<FrameClassifier> members, double... weights) {
    return examples(1).collect().stream()
        .mapToDouble(
            example ->
                -Committee.pool(
                    members.stream()
                        .map(one -> one.logProbabilitiesOf(example.frames()))
                        .toArray(double[][]::new),
                    weights)[example.label()])
        .average()
        .orElseThrow();
  }

  @Test
  void aMemberGetsTheTemperatureThatMakesItAsSureAsItIsRight() {
    // Right nine times of ten: log 9 / log 1.5 is 5.42, the next quarter of an octave 5.66.
    assertThat(CHOSEN.choose(List.of(wrong(0, 2, 0.6f)), () -> examples(2)).weights())
        .containsExactly(5.66);
    // And log 9 / log 99 is 0.478, next to 0.5.
    assertThat(CHOSEN.choose(List.of(wrong(0, 2, 0.99f)), () -> examples(2)).weights())
        .containsExactly(0.5);
  }

  @Test
  void togetherTheyHaveASmallerLossThanEachAloneAndAMisleadingOneCountsLeast() {
    List<FrameClassifier> members =
        List.of(wrong(0, 2, 0.6f), wrong(2, 6, 0.95f), wrong(0, 14, 0.7f));

    Chosen chosen = CHOSEN.choose(members, () -> examples(2));

    double[] weights = chosen.weights().stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(chosen.logLoss()).isCloseTo(loss(members, weights), within(1e-9));
    for (int k = -16; k <= 24; k++) {
      double alone = Math.pow(2, -k / 4.0);
      assertThat(chosen.logLoss())
          .isLessThan(loss(members, alone, 0, 0))
          .isLessThan(loss(members, 0, alone, 0));
    }
    assertThat(weights[0] * Math.log(1.5)).isGreaterThan(weights[2] * Math.log(0.7 / 0.3));
  }

  @Test
  void theWeightsAreTheSameToTheLastBitWhateverThePartitions() {
    List<FrameClassifier> members = List.of(wrong(0, 2, 0.6f), wrong(2, 6, 0.95f));
    Chosen expected = CHOSEN.choose(members, () -> examples(1));

    for (int partitions : new int[] {3, 16, 250}) {
      assertThat(CHOSEN.choose(members, () -> examples(partitions))).isEqualTo(expected);
    }
  }

  @Test
  void equalWeightsSumToOneAndGivenOnesAreTaken() {
    List<FrameClassifier> members = List.of(wrong(0, 2, 0.6f), wrong(2, 6, 0.95f));

    assertThat(CommitteeWeights.parse("equal", 2).choose(members, () -> null).weights())
        .containsExactly(0.5, 0.5);
    assertThat(CommitteeWeights.parse("2, 0", 2).choose(members, () -> null).weights())
        .containsExactly(2.0, 0.0);
  }
}
