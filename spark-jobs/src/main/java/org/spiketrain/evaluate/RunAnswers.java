package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * Answers of a classifier to examples, counted, with the ids of those that it answers rightly: so
 * that classifiers can be compared that read the same examples as different frames.
 */
public record RunAnswers(MetricsAccumulator counts, Set<Long> right) implements Serializable {
  /**
   * Lets a classifier answer.
   *
   * @param classifier broadcast to the executors once
   */
  public static RunAnswers of(JavaRDD<Example> examples, FrameClassifier classifier, int classes) {
    return Evaluator.fold(
        examples,
        classifier,
        new RunAnswers(new MetricsAccumulator(classes), new HashSet<>()),
        (answers, example, asked) -> answers.add(example, asked),
        RunAnswers::merge);
  }

  private RunAnswers add(Example example, FrameClassifier asked) {
    float[] probabilities = asked.probabilitiesOf(example.frames());
    counts.add(example.label(), probabilities);
    if (TopClasses.of(probabilities, 1)[0] == example.label()) {
      right.add(example.id());
    }
    return this;
  }

  private RunAnswers merge(RunAnswers other) {
    counts.merge(other.counts);
    right.addAll(other.right);
    return this;
  }

  /** How the two differ, which have answered the same examples. */
  public McNemar against(RunAnswers other) {
    long both = right.stream().filter(other.right::contains).count();
    return new McNemar(right.size() - both, other.right.size() - both);
  }
}
