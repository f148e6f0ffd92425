package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.spiketrain.model.metrics.AccuracyOverTime;
import org.spiketrain.model.metrics.ActivityCounts;
import org.spiketrain.model.metrics.TopClasses;

/**
 * What a network that reads step by step did over examples. All of it are whole numbers, so that
 * tallies of parts of a data set merge into that of the whole in any order, exactly.
 */
public final class SequenceTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ActivityCounts activity;
  private final AccuracyOverTime overTime = new AccuracyOverTime();
  private final NeuroBenchTally neuroBench = new NeuroBenchTally();

  /** Of each layer and of the readout; none where they are not known. */
  private final ArrayList<Operations> operations;

  private long examples;
  private long steps;
  private long correct;

  SequenceTally(ActivityCounts activity, int counted) {
    this.activity = activity;
    this.operations = new ArrayList<>(Collections.nCopies(counted, Operations.NONE));
  }

  /**
   * An example has gone through.
   *
   * @param answers probabilities after each time step, or at the end alone
   */
  void example(int label, int timeSteps, float[][] answers) {
    examples++;
    steps += timeSteps;
    if (TopClasses.of(answers[answers.length - 1], 1)[0] == label) {
      correct++;
    }
  }

  void operations(List<Operations> byLayer) {
    for (int l = 0; l < byLayer.size(); l++) {
      operations.set(l, operations.get(l).plus(byLayer.get(l)));
    }
  }

  /** Adds another tally of the same network to this one, and returns this one. */
  public SequenceTally merge(SequenceTally other) {
    activity.merge(other.activity);
    overTime.merge(other.overTime);
    neuroBench.merge(other.neuroBench);
    operations(other.operations);
    examples += other.examples;
    steps += other.steps;
    correct += other.correct;
    return this;
  }

  /** Firing of the spiking layers. */
  public ActivityCounts activity() {
    return activity;
  }

  /** Answers after each time step, where there are such. */
  AccuracyOverTime overTime() {
    return overTime;
  }

  /**
   * Fraction of the examples that are answered rightly after each time step, of which an example
   * that is over keeps its last answer; empty where the network must have read everything.
   */
  public List<Double> accuracies() {
    return Arrays.stream(overTime.accuracies()).boxed().toList();
  }

  public NeuroBenchTally neuroBench() {
    return neuroBench;
  }

  /**
   * Operations over all examples, of each layer and then of the readout; empty where those of a
   * layer are not known.
   */
  public List<Operations> operations() {
    return List.copyOf(operations);
  }

  /** Examples seen. */
  public long examples() {
    return examples;
  }

  /** Mean number of time steps of an example. */
  public double meanSteps() {
    return steps / (double) Math.max(1, examples);
  }

  /** Fraction of the examples that the network answers rightly at their end. */
  public double accuracy() {
    return correct / (double) Math.max(1, examples);
  }
}
