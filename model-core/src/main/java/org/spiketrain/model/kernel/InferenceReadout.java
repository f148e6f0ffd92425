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
    float[][] scores = unread();
    add(pooled, 0, scores);
    return scores;
  }

  /** Each head's scores before it has read anything, [heads][classes]. */
  public float[][] unread() {
    float[][] scores = new float[heads][];
    int classes = bias.length / heads;
    for (int head = 0; head < heads; head++) {
      scores[head] = Arrays.copyOfRange(bias, head * classes, (head + 1) * classes);
    }
    return scores;
  }

  /**
   * Adds what some of the inputs weigh to the scores of their heads. Parts that follow on each
   * other give the bits of the whole.
   *
   * @param part a part of a pooled vector
   * @param first number of its first input
   * @param scores [heads][classes]
   */
  public void add(float[] part, int first, float[][] scores) {
    int ofHead = weights.length / bias.length;
    for (int k = 0; k < part.length; ) {
      int head = (first + k) / ofHead;
      int end = Math.min(part.length, (head + 1) * ofHead - first);
      addTo(scores[head], part, k, end, first);
      k = end;
    }
  }

  private void addTo(float[] scores, float[] part, int from, int end, int first) {
    int k = from;
    for (; k + 4 <= end; k += 4) {
      addFour(scores, part, k, first + k);
    }
    for (; k < end; k++) {
      addOne(scores, part[k], first + k);
    }
  }

  /** One after the other, in one pass: a pass over so few classes costs more than its sums. */
  private void addFour(float[] scores, float[] part, int k, int input) {
    float a = part[k];
    float b = part[k + 1];
    float c = part[k + 2];
    float d = part[k + 3];
    int classes = scores.length;
    int row = input * classes;
    for (int j = 0; j < classes; j++) {
      int w = row + j;
      scores[j] =
          (((scores[j] + a * weights[w]) + b * weights[w + classes]) + c * weights[w + 2 * classes])
              + d * weights[w + 3 * classes];
    }
  }

  private void addOne(float[] scores, float factor, int input) {
    for (int j = 0; j < scores.length; j++) {
      scores[j] += factor * weights[input * scores.length + j];
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
