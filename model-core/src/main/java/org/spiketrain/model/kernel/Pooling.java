package org.spiketrain.model.kernel;

import org.spiketrain.model.api.VectorMath;

/** Pooling of a sequence into one vector. */
public enum Pooling {
  /** The output of the last step that is not padding. */
  LAST_STEP,
  /** The mean over the steps that are not padding: the firing rate. */
  MEAN,
  /** The sum over the steps that are not padding: the spike count. */
  SUM,
  /** The largest value over the steps that are not padding. */
  MAX;

  /** The vector of a sequence [time][width]; empty where it has no step. Not to be changed. */
  float[] of(float[][] sequence) {
    return of(sequence, sequence.length);
  }

  /** The vector of the first steps of a sequence, likewise. */
  float[] of(float[][] sequence, int steps) {
    if (steps == 0) {
      return new float[0];
    }
    if (this == LAST_STEP) {
      return sequence[steps - 1];
    }
    float[] pooled = sequence[0].clone();
    for (int t = 1; t < steps; t++) {
      add(sequence[t], pooled);
    }
    divide(pooled, steps);
    return pooled;
  }

  /** Takes one more step into the sums or the largest values. */
  public void add(float[] step, float[] pooled) {
    if (this == MAX) {
      for (int j = 0; j < pooled.length; j++) {
        pooled[j] = Math.max(pooled[j], step[j]);
      }
    } else {
      VectorMath.add(step, pooled, pooled.length);
    }
  }

  /** From sums to means, or from the gradient by means to that by sums. */
  public void divide(float[] sums, int steps) {
    if (this == MEAN) {
      float factor = 1f / Math.max(1, steps);
      for (int j = 0; j < sums.length; j++) {
        sums[j] *= factor;
      }
    }
  }
}
