package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.Arrays;
import org.spiketrain.model.loss.ClassificationLoss;

/** Readout of one example for inference. Immutable; safe for use by several threads. */
public final class InferenceReadout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Pooling pooling;
  private final float[][] weights;
  private final float[] bias;

  /**
   * @param pooling how the sequence is pooled over time
   * @param weights [inputs, classes] row-major
   * @param bias [classes]
   */
  public InferenceReadout(Pooling pooling, float[] weights, float[] bias) {
    this.pooling = pooling;
    this.bias = bias.clone();
    this.weights = new float[weights.length / bias.length][];
    Arrays.setAll(
        this.weights, j -> Arrays.copyOfRange(weights, j * bias.length, (j + 1) * bias.length));
  }

  /** Class probabilities of a spike sequence [time][inputs]. */
  public float[] probabilities(float[][] sequence) {
    float[] pooled = pool(sequence);
    float[] scores = bias.clone();
    for (int j = 0; j < pooled.length; j++) {
      if (pooled[j] != 0f) {
        for (int c = 0; c < scores.length; c++) {
          scores[c] += pooled[j] * weights[j][c];
        }
      }
    }
    ClassificationLoss.softmax(scores);
    return scores;
  }

  private float[] pool(float[][] sequence) {
    int steps = sequence.length;
    if (pooling == Pooling.LAST_STEP || steps == 0) {
      return steps == 0 ? new float[weights.length] : sequence[steps - 1];
    }
    float[] pooled = sequence[0].clone();
    for (int t = 1; t < steps; t++) {
      for (int j = 0; j < pooled.length; j++) {
        pooled[j] =
            pooling == Pooling.MAX
                ? Math.max(pooled[j], sequence[t][j])
                : pooled[j] + sequence[t][j];
      }
    }
    for (int j = 0; j < pooled.length && pooling == Pooling.MEAN; j++) {
      pooled[j] *= 1f / steps;
    }
    return pooled;
  }
}
