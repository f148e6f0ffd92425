package org.spiketrain.model.loss;

import java.util.Arrays;
import org.spiketrain.model.api.SequenceLoss;

/** Class scores that grow with the time steps: of each beginning, from the one before it. */
enum RunningScores {
  /** Sums over time and each class's population. */
  COUNTS(0) {
    @Override
    void add(float[] step, float[] scores) {
      SequenceLoss.count(step, scores);
    }
  },
  /** The last step's outputs, those of a population added up. */
  LAST(0) {
    @Override
    void add(float[] step, float[] scores) {
      Arrays.fill(scores, 0f);
      SequenceLoss.count(step, scores);
    }
  },
  /** Highest outputs over time and each class's population. */
  HIGHEST(Float.NEGATIVE_INFINITY) {
    @Override
    void add(float[] step, float[] scores) {
      int population = step.length / scores.length;
      for (int j = 0; j < step.length; j++) {
        scores[j / population] = Math.max(scores[j / population], step[j]);
      }
    }
  },
  /** Sums over time of the softmax of each step's outputs, those of a population added up. */
  SOFTMAX_SUMS(0) {
    @Override
    void add(float[] step, float[] scores) {
      float[] softmax = new float[scores.length];
      SequenceLoss.count(step, softmax);
      Softmax.of(softmax);
      SequenceLoss.count(softmax, scores);
    }
  };

  private final float none;

  /**
   * @param none score of no time steps
   */
  RunningScores(float none) {
    this.none = none;
  }

  /** Takes one more time step into the scores of those before it. */
  abstract void add(float[] step, float[] scores);

  private float[] none(int classes) {
    float[] scores = new float[classes];
    Arrays.fill(scores, none);
    return scores;
  }

  /** Scores of a whole sequence [time][outputs]. */
  float[] of(float[][] sequence, int classes) {
    float[] scores = none(classes);
    for (float[] step : sequence) {
      add(step, scores);
    }
    return scores;
  }

  /** Scores after each time step, [time][classes]. */
  float[][] overTime(float[][] sequence, int classes) {
    float[] scores = none(classes);
    float[][] over = new float[sequence.length][];
    for (int t = 0; t < over.length; t++) {
      add(sequence[t], scores);
      over[t] = scores.clone();
    }
    return over;
  }
}
