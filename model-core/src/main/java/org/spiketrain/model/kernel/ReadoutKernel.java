package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.loss.Softmax;

/** Pools a spike sequence over time, classifies it by one linear layer, and goes back. */
public final class ReadoutKernel {
  private final Pooling pooling;
  private final int inputs;
  private final int classes;
  private final int heads;
  private final float[] weights;
  private final float[] bias;
  private final float[] step;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private float[][] pooled = new float[0][];
  private float[][] probabilities = new float[0][];
  private float[][][] headScores = new float[0][][];
  private float[][][] gradScores = new float[0][][];
  private float[][] dropFactors = new float[0][];
  private float[][] maxima = new float[0][];
  private int[] steps = new int[0];
  private int[] lastStep = new int[0];

  /**
   * @param pooling how the sequence is pooled over time
   * @param inputs width of the sequence
   * @param classes number of classes
   * @param heads linear classifiers, each on an equal part of the inputs
   * @throws IllegalArgumentException if the inputs cannot be shared equally
   */
  public ReadoutKernel(Pooling pooling, int inputs, int classes, int heads) {
    if (inputs % heads != 0) {
      throw new IllegalArgumentException(
          "%d inputs cannot be shared equally by %d heads".formatted(inputs, heads));
    }
    this.heads = heads;
    this.pooling = pooling;
    this.inputs = inputs;
    this.classes = classes;
    this.weights = new float[inputs * classes];
    this.bias = new float[heads * classes];
    this.step = new float[inputs];
  }

  /**
   * Class probabilities of each example.
   *
   * @param newShape time steps, batch and padding
   * @param x input [T, B, inputs]
   * @param w weights [inputs, classes]
   * @param b biases [heads, classes]
   * @param dropout which pooled entries are dropped
   * @return [batch][classes] (the array may be longer); valid until the next call
   */
  public float[][] forward(
      SequenceShape newShape, NativeRows x, FloatPointer w, FloatPointer b, PooledDropout dropout) {
    shape = newShape;
    w.get(weights, 0, weights.length);
    b.get(bias, 0, bias.length);
    reserve();
    for (int k = 0; k < shape.batch(); k++) {
      pool(k, x);
      dropout.draw(dropFactors[k]);
      multiply(pooled[k], dropFactors[k]);
      classify(k);
    }
    return probabilities;
  }

  private void reserve() {
    if (pooled.length < shape.batch()) {
      pooled = new float[shape.batch()][inputs];
      probabilities = new float[shape.batch()][classes];
      headScores = new float[shape.batch()][heads][classes];
      gradScores = new float[shape.batch()][heads][classes];
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

  private void classify(int b) {
    Arrays.fill(probabilities[b], 0f);
    for (int head = 0; head < heads; head++) {
      float[] scores = headScores[b][head];
      score(head, pooled[b], scores);
      float[] ofHead = scores.clone();
      Softmax.of(ofHead);
      for (int c = 0; c < classes; c++) {
        probabilities[b][c] += ofHead[c] / heads;
      }
    }
  }

  private void score(int head, float[] features, float[] scores) {
    System.arraycopy(bias, head * classes, scores, 0, classes);
    for (int j = firstInput(head); j < firstInput(head + 1); j++) {
      float value = features[j];
      if (value != 0f) {
        for (int c = 0; c < classes; c++) {
          scores[c] += value * weights[j * classes + c];
        }
      }
    }
  }

  private int firstInput(int head) {
    return head * (inputs / heads);
  }

  /**
   * Loss of one example of the last {@link #forward}, the mean over the heads. Keeps the gradient
   * by each head's scores, which is of its own loss, so that each learns as if it were alone.
   */
  public double exampleLoss(int b, int label, SequenceLoss loss) {
    double sum = 0;
    for (int head = 0; head < heads; head++) {
      float[][] scores = {headScores[b][head]};
      sum += loss.evaluate(scores, label, classes, new float[][] {gradScores[b][head]});
    }
    return sum / heads;
  }

  /** Scales the gradients that {@link #exampleLoss} kept. */
  public void scaleGradients(float factor) {
    for (int b = 0; b < shape.batch(); b++) {
      for (float[] grad : gradScores[b]) {
        scale(grad, factor);
      }
    }
  }

  /**
   * Gradients, summed over the examples, after {@link #exampleLoss}.
   *
   * @param x input of the last forward pass
   * @param gradWeights receives [inputs, classes]
   * @param gradBias receives [heads, classes]
   * @param gradX receives the gradient by the input; must be zero before
   */
  public void backward(
      NativeRows x, FloatPointer gradWeights, FloatPointer gradBias, NativeRows gradX) {
    float[] gradW = new float[inputs * classes];
    float[] gradB = new float[heads * classes];
    for (int b = 0; b < shape.batch(); b++) {
      for (int head = 0; head < heads; head++) {
        backward(b, head, gradW, gradB);
      }
      multiply(step, dropFactors[b]);
      spread(b, x, gradX);
    }
    gradWeights.put(gradW, 0, gradW.length);
    gradBias.put(gradB, 0, gradB.length);
  }

  /** Adds to the weights' gradients; leaves the gradient by the head's inputs in {@link #step}. */
  private void backward(int b, int head, float[] gradW, float[] gradB) {
    float[] features = pooled[b];
    float[] grad = gradScores[b][head];
    for (int c = 0; c < classes; c++) {
      gradB[head * classes + c] += grad[c];
    }
    for (int j = firstInput(head); j < firstInput(head + 1); j++) {
      step[j] = 0f;
      for (int c = 0; c < classes; c++) {
        gradW[j * classes + c] += features[j] * grad[c];
        step[j] += grad[c] * weights[j * classes + c];
      }
    }
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
