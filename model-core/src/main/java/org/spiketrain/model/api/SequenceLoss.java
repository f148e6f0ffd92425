package org.spiketrain.model.api;

import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.spiketrain.model.UserErrorException;

/**
 * Loss of one example's outputs over time, spikes or membrane potentials [time][outputs], with its
 * gradient. A readout's scores count as outputs of a single time step. With more outputs than
 * classes the code is a population's: class k owns the outputs from {@code k outputs / classes} to
 * {@code (k + 1) outputs / classes}.
 *
 * <p>Immutable, safe for several threads, and equal where its parameters are. One of your own is
 * found by name, in {@code network.loss} and in model files, once a {@link LossProvider} brings it;
 * {@code SquaredHinge} among the examples is a whole one.
 */
public interface SequenceLoss extends Specified, Serializable {
  /** All losses by name. */
  Registry<Factory<SequenceLoss>> REGISTRY = Registry.ofProviders("loss", LossProvider.class);

  /**
   * Loss of one example.
   *
   * @param sequence outputs [time][outputs], at least one time step
   * @param label the right class
   * @param classes number of classes, a divisor of the outputs
   * @param gradient receives the gradient by the sequence
   * @return the loss; a minibatch's is the mean over its examples
   */
  double evaluate(float[][] sequence, int label, int classes, float[][] gradient);

  /**
   * Loss of one example as {@link #evaluate} gives it, without a gradient; 0 where there are no
   * time steps.
   */
  default double value(float[][] sequence, int label, int classes) {
    if (sequence.length == 0) {
      return 0;
    }
    return evaluate(sequence, label, classes, new float[sequence.length][sequence[0].length]);
  }

  /**
   * Scores that the classes are compared by: the greatest wins, the first of several greatest.
   * Spike counts by default.
   *
   * @param sequence [time][outputs]
   * @return [classes]
   */
  default float[] scores(float[][] sequence, int classes) {
    return counts(sequence, classes);
  }

  /**
   * Scores after each time step: those of the sequence's beginnings, each taken anew unless a loss
   * has a shorter way to the same numbers.
   *
   * @param sequence [time][outputs]
   * @return [time][classes]
   */
  default float[][] scoresOverTime(float[][] sequence, int classes) {
    float[][] over = new float[sequence.length][];
    for (int t = 0; t < over.length; t++) {
      over[t] = scores(Arrays.copyOf(sequence, t + 1), classes);
    }
    return over;
  }

  /**
   * Returns whether it is one of the times at which outputs spike, so that it makes no sense of
   * membrane potentials and of a readout's scores; by default it is not.
   */
  default boolean readsSpikeTimes() {
    return false;
  }

  /**
   * Reads a loss's name and parameters: {@code ce-mean}, {@code mse-count(0.8, 0.2)}.
   *
   * @throws UserErrorException if the name is unknown, or a parameter unknown or out of range
   */
  @JsonCreator
  static SequenceLoss parse(String spec) {
    return Factory.make(REGISTRY, spec);
  }

  /** Sums over time and over each class's population. */
  static float[] counts(float[][] sequence, int classes) {
    float[] counts = new float[classes];
    for (float[] step : sequence) {
      count(step, counts);
    }
    return counts;
  }

  /** Adds the outputs of one more time step to the {@link #counts} of those before it. */
  static void count(float[] step, float[] counts) {
    int population = step.length / counts.length;
    for (int j = 0; j < step.length; j++) {
      counts[j / population] += step[j];
    }
  }

  /**
   * Hands every time step, and every neuron of a population, its class's gradient: the backward
   * pass of {@link #counts}.
   *
   * @param gradCounts gradient by the counts, [classes]
   * @param gradient receives the gradient by the sequence
   */
  static void spread(float[] gradCounts, float[][] gradient) {
    for (float[] step : gradient) {
      int population = step.length / gradCounts.length;
      for (int j = 0; j < step.length; j++) {
        step[j] = gradCounts[j / population];
      }
    }
  }
}
