package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.Arrays;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;

/**
 * Readout of one example for inference. Immutable; safe for use by several threads.
 *
 * @param pooling how the sequence is pooled over time
 * @param heads linear classifiers, each on an equal part of the inputs
 * @param weights [inputs, classes] row-major; not to be changed
 * @param bias [heads, classes] row-major, likewise
 */
public record InferenceReadout(Pooling pooling, int heads, float[] weights, float[] bias)
    implements Serializable {
  private int classes() {
    return bias.length / heads;
  }

  /** Class probabilities of a spike sequence [time][inputs]. */
  public float[] probabilities(float[][] sequence) {
    return meanSoftmax(scores(pool(sequence)));
  }

  /**
   * Class probabilities of a spike sequence [time][inputs] and their loss, the mean over the heads.
   */
  public PredictionWithLoss judge(float[][] sequence, int label, SequenceLoss loss) {
    float[][] ofHeads = scores(pool(sequence));
    double sum = 0;
    for (float[] scores : ofHeads) {
      sum += loss.value(new float[][] {scores}, label, classes());
    }
    return new PredictionWithLoss(meanSoftmax(ofHeads), sum / heads);
  }

  /**
   * Logarithms of the class probabilities of a spike sequence [time][inputs]; of several heads, of
   * their mean, which has the precision of a double.
   */
  public double[] logProbabilities(float[][] sequence) {
    float[][] ofHeads = scores(pool(sequence));
    if (heads == 1) {
      return Softmax.logarithms(ofHeads[0]);
    }
    double[] mean = new double[classes()];
    for (float[] scores : ofHeads) {
      double[] ofHead = Softmax.logarithms(scores);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += Math.exp(ofHead[c]) / heads;
      }
    }
    // Equal fractions of 1 may add up to a little more.
    Arrays.setAll(mean, c -> Math.min(0, Math.log(mean[c])));
    return mean;
  }

  /** The mean over the heads of the softmax of their scores. */
  static float[] meanSoftmax(float[][] scores) {
    float[] mean = new float[scores[0].length];
    for (float[] ofHead : scores) {
      float[] softmax = ofHead.clone();
      Softmax.of(softmax);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += softmax[c] / scores.length;
      }
    }
    return mean;
  }

  /** Each head's scores [heads][classes] of a pooled vector. */
  float[][] scores(float[] pooled) {
    float[][] scores = new float[heads][];
    int inputs = pooled.length / heads;
    for (int head = 0; head < heads; head++) {
      scores[head] = Arrays.copyOfRange(bias, head * classes(), (head + 1) * classes());
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

  private float[] pool(float[][] sequence) {
    int steps = sequence.length;
    if (steps == 0) {
      return new float[weights.length / classes()];
    }
    if (pooling == Pooling.LAST_STEP) {
      return sequence[steps - 1];
    }
    float[] pooled = sequence[0].clone();
    for (int t = 1; t < steps; t++) {
      pooling.add(sequence[t], pooled);
    }
    pooling.divide(pooled, steps);
    return pooled;
  }
}
