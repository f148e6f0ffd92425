package org.spiketrain.model.loss;

import java.util.Arrays;

/**
 * First time steps in which outputs spike, that is are not 0, of the beginning of a sequence that
 * has been seen so far. As in snnTorch's {@code SpikeTime}, an output that does not spike counts as
 * one that spikes in the last step, so that an earlier spike is always worth its gradient; and the
 * derivative of the time by the output in that step is taken for -1: what rises there comes
 * earlier. A class with a population of outputs has the mean of their times.
 */
final class FirstSpikes {
  private static final int NEVER = -1;

  private final int[] first;
  private int steps;

  FirstSpikes(int outputs) {
    first = new int[outputs];
    Arrays.fill(first, NEVER);
  }

  /** Those of a whole sequence [time][outputs] of at least one step. */
  static FirstSpikes of(float[][] sequence) {
    FirstSpikes spikes = new FirstSpikes(sequence[0].length);
    for (float[] step : sequence) {
      spikes.add(step);
    }
    return spikes;
  }

  /** Takes in the outputs of one more time step. */
  void add(float[] step) {
    for (int j = 0; j < first.length; j++) {
      if (first[j] == NEVER && step[j] != 0) {
        first[j] = steps;
      }
    }
    steps++;
  }

  /** Time of an output, from 0 to that of the last step. */
  int time(int output) {
    return first[output] == NEVER ? steps - 1 : first[output];
  }

  /** Times of the classes, [classes]. */
  float[] classTimes(int classes) {
    float[] times = new float[classes];
    int population = first.length / classes;
    for (int j = 0; j < first.length; j++) {
      times[j / population] += (float) time(j) / population;
    }
    return times;
  }

  /**
   * The gradient by the outputs.
   *
   * @param byTime gradient by the time of each output
   * @param gradient receives the gradient by the sequence [time][outputs]
   */
  void spread(float[] byTime, float[][] gradient) {
    for (float[] step : gradient) {
      Arrays.fill(step, 0f);
    }
    for (int j = 0; j < first.length; j++) {
      gradient[time(j)][j] = -byTime[j];
    }
  }
}
