package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.Arrays;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;

/** Readout of one example for inference. Immutable; safe for use by several threads. */
public final class InferenceReadout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Pooling pooling;
  private final float[][] weights;
  private final float[][] bias;

  /**
   * @param pooling how the sequence is pooled over time
   * @param weights [inputs, classes] row-major
   * @param heads linear classifiers, each on an equal part of the inputs
   * @param bias [heads, classes] row-major
   */
  public InferenceReadout(Pooling pooling, int heads, float[] weights, float[] bias) {
    int classes = bias.length / heads;
    this.pooling = pooling;
    this.bias = rows(bias, classes);
    this.weights = rows(weights, classes);
  }

  private static float[][] rows(float[] matrix, int width) {
    float[][] rows = new float[matrix.length / width][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(matrix, r * width, (r + 1) * width));
    return rows;
  }

  /** Class probabilities of a spike sequence [time][inputs]. */
  public float[] probabilities(float[][] sequence) {
    return meanSoftmax(headScores(sequence));
  }

  /**
   * Class probabilities of a spike sequence [time][inputs] and their loss, the mean over the heads.
   */
  public PredictionWithLoss judge(float[][] sequence, int label, SequenceLoss loss) {
    float[][] ofHeads = headScores(sequence);
    double sum = 0;
    for (float[] scores : ofHeads) {
      sum += loss.value(new float[][] {scores}, label, scores.length);
    }
    return new PredictionWithLoss(meanSoftmax(ofHeads), sum / ofHeads.length);
  }

  /**
   * Logarithms of the class probabilities of a spike sequence [time][inputs]; of several heads, of
   * their mean, which has the precision of a double.
   */
  public double[] logProbabilities(float[][] sequence) {
    float[] pooled = pool(sequence);
    if (bias.length == 1) {
      return Softmax.logarithms(scores(0, pooled));
    }
    double[] mean = new double[bias[0].length];
    for (int head = 0; head < bias.length; head++) {
      double[] ofHead = Softmax.logarithms(scores(head, pooled));
      for (int c = 0; c < mean.length; c++) {
        mean[c] += Math.exp(ofHead[c]) / bias.length;
      }
    }
    // Equal fractions of 1 may add up to a little more.
    Arrays.setAll(mean, c -> Math.min(0, Math.log(mean[c])));
    return mean;
  }

  private float[][] headScores(float[][] sequence) {
    float[] pooled = pool(sequence);
    float[][] scores = new float[bias.length][];
    Arrays.setAll(scores, head -> scores(head, pooled));
    return scores;
  }

  /** Replaces each head's scores by their softmax. */
  private static float[] meanSoftmax(float[][] rows) {
    float[] mean = new float[rows[0].length];
    for (float[] row : rows) {
      Softmax.of(row);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += row[c] / rows.length;
      }
    }
    return mean;
  }

  private float[] scores(int head, float[] pooled) {
    float[] scores = bias[head].clone();
    int share = weights.length / bias.length;
    for (int j = head * share; j < (head + 1) * share; j++) {
      if (pooled[j] != 0f) {
        for (int c = 0; c < scores.length; c++) {
          scores[c] += pooled[j] * weights[j][c];
        }
      }
    }
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
