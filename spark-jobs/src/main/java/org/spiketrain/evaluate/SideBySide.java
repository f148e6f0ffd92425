package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.data.FrameParquet.Annotated;
import org.spiketrain.evaluate.Evaluator.ObservedCounts;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.PairedAnswers;
import org.spiketrain.model.metrics.ScoreIntervals;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.ComparedClassifier;

/**
 * What a network and its opponents answer to the same examples, counted in one pass. The counts do
 * not depend on how the examples are spread over partitions.
 *
 * @param own of the network
 * @param others of the opponents, in their order
 * @param pairs of the network and each opponent
 */
record SideBySide(ObservedCounts own, List<MetricsAccumulator> others, List<PairedAnswers> pairs)
    implements Serializable {
  private record Contest(FrameClassifier network, ArrayList<Opponent> opponents, double noneBelow)
      implements Serializable {
    /** What an opponent cannot read has probabilities of 0, and so no answer. */
    double opponentsNoneBelow() {
      return Math.max(noneBelow, Double.MIN_VALUE);
    }
  }

  /**
   * Lets all of them answer.
   *
   * @param classes number of classes
   * @param noneBelow probability below which an answer is none
   */
  static SideBySide of(
      JavaRDD<Annotated> examples,
      FrameClassifier network,
      List<Opponent> opponents,
      int classes,
      double noneBelow) {
    Contest contest = new Contest(network, new ArrayList<>(opponents), noneBelow);
    Broadcast<Contest> shared =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(contest);
    try {
      return examples.aggregate(
          none(contest, classes),
          (counts, example) -> counts.add(example, shared.value()),
          SideBySide::merge);
    } finally {
      shared.destroy();
    }
  }

  private static SideBySide none(Contest contest, int classes) {
    List<Opponent> opponents = contest.opponents;
    return new SideBySide(
        ObservedCounts.none(contest.network, classes, contest.noneBelow),
        list(
            opponents.stream()
                .map(one -> new MetricsAccumulator(classes, contest.opponentsNoneBelow()))),
        list(opponents.stream().map(one -> new PairedAnswers(classes))));
  }

  /** One that can be serialised. */
  private static <T> List<T> list(Stream<T> stream) {
    return new ArrayList<>(stream.toList());
  }

  private SideBySide add(Annotated example, Contest contest) {
    int label = example.example().label();
    int answer =
        TopClasses.answer(own.observe(example.example(), contest.network), contest.noneBelow);
    for (int k = 0; k < others.size(); k++) {
      double[] other = contest.opponents.get(k).answers().of(example);
      others.get(k).add(label, other);
      pairs.get(k).add(label, answer, TopClasses.answer(other, contest.opponentsNoneBelow()));
    }
    return this;
  }

  private SideBySide merge(SideBySide other) {
    own.merge(other.own);
    for (int k = 0; k < others.size(); k++) {
      others.get(k).merge(other.others.get(k));
      pairs.get(k).merge(other.pairs.get(k));
    }
    return this;
  }

  /**
   * The figures of the opponents.
   *
   * @param classes names of the classes
   * @param seed of the intervals
   */
  List<ComparedClassifier> compared(List<Opponent> opponents, List<String> classes, long seed) {
    return IntStream.range(0, opponents.size())
        .mapToObj(
            k ->
                new ComparedClassifier(
                    opponents.get(k).key(),
                    opponents.get(k).title(),
                    ClassificationMetrics.of(others.get(k), classes),
                    ScoreIntervals.of(others.get(k).confusion(), classes.size(), seed),
                    pairs.get(k).mcNemar(),
                    pairs.get(k).difference(),
                    pairs.get(k).differenceIntervals(seed)))
        .toList();
  }
}
