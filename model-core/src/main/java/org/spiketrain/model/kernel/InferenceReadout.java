package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Readout of one example for inference. Immutable; safe for use by several threads.
 *
 * @param pooling how the sequence is pooled over time
 * @param heads linear classifiers, each on an equal part of the inputs
 * @param weights [inputs, classes] row-major; not to be changed
 * @param bias [heads, classes] row-major, likewise
 */
@SuppressWarnings("ArrayRecordComponent")
public record InferenceReadout(Pooling pooling, int heads, float[] weights, float[] bias)
    implements Serializable {
  /** Each head's scores [heads][classes] of a spike sequence [time][inputs]. */
  public float[][] scores(float[][] sequence) {
    return scores(pooling.of(sequence));
  }

  /** Each head's scores [heads][classes] of a pooled vector; one of no steps is empty. */
  public float[][] scores(float[] pooled) {
    float[][] scores = new float[heads][];
    int inputs = pooled.length / heads;
    int classes = bias.length / heads;
    for (int head = 0; head < heads; head++) {
      scores[head] = Arrays.copyOfRange(bias, head * classes, (head + 1) * classes);
      for (int j = head * inputs; j < (head + 1) * inputs; j++) {
        addWeights(j, pooled[j], scores[head]);
      }
    }
    return scores;
  }

  private void addWeights(int input, float factor, float[] scores) {
    if (factor != 0f) {
      for (int c = 0; c < scores.length; c++) {
        scores[c] += factor * weights[input * scores.length + c];
      }
    }
  }

  /** Each head's scores after each time step, [time][heads][classes]. */
  public float[][][] scoresOverTime(float[][] sequence) {
    float[][][] over = new float[sequence.length][][];
    float[] pooled = new float[0];
    for (int t = 0; t < over.length; t++) {
      if (t == 0 || pooling == Pooling.LAST_STEP) {
        pooled = sequence[t].clone();
      } else {
        pooling.add(sequence[t], pooled);
      }
      float[] divided = pooled.clone();
      pooling.divide(divided, t + 1);
      over[t] = scores(divided);
    }
    return over;
  }
}
