package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.loss.ClassificationLoss;

/** Pools a spike sequence over time, classifies it by one linear layer, and goes back. */
public final class ReadoutKernel {
  private final Pooling pooling;
  private final int inputs;
  private final int classes;
  private final float[] weights;
  private final float[] bias;
  private final float[] step;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private float[][] pooled = new float[0][];
  private float[][] probabilities = new float[0][];
  private float[][] gradScores = new float[0][];
  private float[][] dropFactors = new float[0][];
  private float[][] maxima = new float[0][];
  private int[] steps = new int[0];
  private int[] lastStep = new int[0];

  /**
   * @param pooling how the sequence is pooled over time
   * @param inputs width of the sequence
   * @param classes number of classes
   */
  public ReadoutKernel(Pooling pooling, int inputs, int classes) {
    this.pooling = pooling;
    this.inputs = inputs;
    this.classes = classes;
    this.weights = new float[inputs * classes];
    this.bias = new float[classes];
    this.step = new float[inputs];
  }

  /**
   * Class probabilities of each example.
   *
   * @param newShape time steps, batch and padding
   * @param x input [T, B, inputs]
   * @param w weights [inputs, classes]
   * @param b biases [classes]
   * @param dropout which pooled entries are dropped
   * @return [batch][classes] (the array may be longer); valid until the next call
   */
  public float[][] forward(
      SequenceShape newShape, NativeRows x, FloatPointer w, FloatPointer b, PooledDropout dropout) {
    shape = newShape;
    w.get(weights, 0, weights.length);
    b.get(bias, 0, classes);
    reserve();
    for (int k = 0; k < shape.batch(); k++) {
      pool(k, x);
      dropout.draw(dropFactors[k]);
      multiply(pooled[k], dropFactors[k]);
      score(pooled[k], probabilities[k]);
      ClassificationLoss.softmax(probabilities[k]);
    }
    return probabilities;
  }

  private void reserve() {
    if (pooled.length < shape.batch()) {
      pooled = new float[shape.batch()][inputs];
      probabilities = new float[shape.batch()][classes];
      gradScores = new float[shape.batch()][classes];
      dropFactors = new float[shape.batch()][inputs];
      maxima = new float[shape.batch()][pooling == Pooling.MAX ? inputs : 0];
      steps = new int[shape.batch()];
      lastStep = new int[shape.batch()];
    }
  }

  private void pool(int b, NativeRows x) {
    float[] sum = pooled[b];
    Arrays.fill(sum, pooling == Pooling.MAX ? Float.NEGATIVE_INFINITY : 0f);
    steps[b] = 0;
    lastStep[b] = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      if (!shape.isPadded(t, b)) {
        steps[b]++;
        lastStep[b] = t;
        if (pooling != Pooling.LAST_STEP) {
          x.load(t * shape.batch() + b, step);
          accumulate(sum);
        }
      }
    }
    if (pooling == Pooling.LAST_STEP) {
      x.load(lastStep[b] * shape.batch() + b, sum);
    } else if (pooling == Pooling.MEAN) {
      scale(sum, 1f / Math.max(1, steps[b]));
    } else if (pooling == Pooling.MAX) {
      System.arraycopy(sum, 0, maxima[b], 0, inputs);
    }
  }

  private void accumulate(float[] sum) {
    if (pooling == Pooling.MAX) {
      for (int j = 0; j < inputs; j++) {
        sum[j] = Math.max(sum[j], step[j]);
      }
    } else {
      for (int j = 0; j < inputs; j++) {
        sum[j] += step[j];
      }
    }
  }

  private static void multiply(float[] values, float[] factors) {
    for (int j = 0; j < values.length; j++) {
      values[j] *= factors[j];
    }
  }

  private static void scale(float[] values, float factor) {
    for (int j = 0; j < values.length; j++) {
      values[j] *= factor;
    }
  }

  private void score(float[] features, float[] scores) {
    System.arraycopy(bias, 0, scores, 0, classes);
    for (int j = 0; j < inputs; j++) {
      float value = features[j];
      if (value != 0f) {
        for (int c = 0; c < classes; c++) {
          scores[c] += value * weights[j * classes + c];
        }
      }
    }
  }

  /**
   * Summed loss of the last {@link #forward}'s examples; keeps the gradients by the scores.
   *
   * @param labels wanted probabilities, [batch, classes] row-major
   * @param loss loss of one example
   */
  public double loss(float[] labels, ClassificationLoss loss) {
    double sum = 0;
    for (int b = 0; b < shape.batch(); b++) {
      sum += exampleLoss(b, labels, loss);
    }
    return sum;
  }

  /** Loss of one example of the last {@link #forward}; keeps its gradient by the scores. */
  public double exampleLoss(int b, float[] labels, ClassificationLoss loss) {
    float[] target = Arrays.copyOfRange(labels, b * classes, (b + 1) * classes);
    return loss.evaluate(probabilities[b], target, gradScores[b]);
  }

  /** Scales the gradients that {@link #loss} kept. */
  public void scaleGradients(float factor) {
    for (int b = 0; b < shape.batch(); b++) {
      scale(gradScores[b], factor);
    }
  }

  /** Number of the last {@link #forward}'s examples whose likeliest class is the labelled one. */
  public int correct(float[] labels) {
    int correct = 0;
    for (int b = 0; b < shape.batch(); b++) {
      float[] target = Arrays.copyOfRange(labels, b * classes, (b + 1) * classes);
      correct += argMax(probabilities[b]) == argMax(target) ? 1 : 0;
    }
    return correct;
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return best;
  }

  /**
   * Gradients, summed over the examples, after {@link #loss}.
   *
   * @param x input of the last forward pass
   * @param gradWeights receives [inputs, classes]
   * @param gradBias receives [classes]
   * @param gradX receives the gradient by the input; must be zero before
   */
  public void backward(
      NativeRows x, FloatPointer gradWeights, FloatPointer gradBias, NativeRows gradX) {
    float[] gradW = new float[inputs * classes];
    float[] gradB = new float[classes];
    for (int b = 0; b < shape.batch(); b++) {
      float[] features = pooled[b];
      float[] grad = gradScores[b];
      for (int c = 0; c < classes; c++) {
        gradB[c] += grad[c];
      }
      for (int j = 0; j < inputs; j++) {
        step[j] = 0f;
        for (int c = 0; c < classes; c++) {
          gradW[j * classes + c] += features[j] * grad[c];
          step[j] += grad[c] * weights[j * classes + c];
        }
      }
      multiply(step, dropFactors[b]);
      spread(b, x, gradX);
    }
    gradWeights.put(gradW, 0, gradW.length);
    gradBias.put(gradB, 0, classes);
  }

  /** Hands the gradient by the pooled vector, in {@link #step}, on to the time steps. */
  private void spread(int b, NativeRows x, NativeRows gradX) {
    if (pooling == Pooling.LAST_STEP) {
      gradX.store(lastStep[b] * shape.batch() + b, step);
      return;
    }
    if (pooling == Pooling.MEAN) {
      scale(step, 1f / Math.max(1, steps[b]));
    }
    float[] values = new float[inputs];
    float[] share = step;
    for (int t = 0; t < shape.timeSteps(); t++) {
      if (!shape.isPadded(t, b)) {
        int row = t * shape.batch() + b;
        if (pooling == Pooling.MAX) {
          x.load(row, values);
          share = firstMaximum(values, maxima[b]);
        }
        gradX.store(row, share);
      }
    }
  }

  /** Gives each input's gradient to the first step that holds its maximum, and to no other. */
  private float[] firstMaximum(float[] values, float[] maximum) {
    float[] share = new float[inputs];
    for (int j = 0; j < inputs; j++) {
      if (values[j] == maximum[j]) {
        share[j] = step[j];
        step[j] = 0f;
      }
    }
    return share;
  }
}
