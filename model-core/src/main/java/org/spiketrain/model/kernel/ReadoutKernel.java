package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.loss.Softmax;

/** Pools a spike sequence over time, classifies it by one linear layer, and goes back. */
public final class ReadoutKernel {
  private final Pooling pooling;
  private final int inputs;
  private final int classes;
  private final int heads;
  private final float[] weights;
  private final float[] bias;
  private final InferenceReadout linear;
  private final float[] step;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private float[][] pooled = new float[0][];
  private float[][][] headScores = new float[0][][];
  private float[][][] gradScores = new float[0][][];

  /** For each example, what its pooled vector was multiplied by; none without dropout. */
  private float[][] dropFactors = new float[0][];

  /** For each example the maxima over time, where these are pooled. */
  private float[][] maxima = new float[0][];

  /** For each example its time steps. */
  private int[][] steps = new int[0][];

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
    this.linear = new InferenceReadout(pooling, heads, weights, bias);
    this.step = new float[inputs];
  }

  /**
   * Class probabilities of each example.
   *
   * @param newShape time steps, batch and padding
   * @param x input [T, B, inputs]
   * @param w weights [inputs, classes]
   * @param b biases [heads, classes]
   * @param dropout fraction of the pooled entries to drop, in [0, 1): inverted dropout (Srivastava
   *     et al. 2014)
   * @param seed decides which
   * @return [batch][classes]
   */
  public float[][] forward(
      SequenceShape newShape,
      NativeRows x,
      FloatPointer w,
      FloatPointer b,
      double dropout,
      long seed) {
    shape = newShape;
    w.get(weights, 0, weights.length);
    b.get(bias, 0, bias.length);
    int batch = shape.batch();
    pooled = new float[batch][inputs];
    headScores = new float[batch][][];
    gradScores = new float[batch][heads][classes];
    dropFactors = new float[dropout > 0 ? batch : 0][inputs];
    maxima = new float[batch][];
    steps = new int[batch][];
    SplittableRandom random = new SplittableRandom(seed);
    float kept = (float) (1 / (1 - dropout));
    float[][] probabilities = new float[batch][];
    for (int k = 0; k < batch; k++) {
      pool(k, x);
      if (dropout > 0) {
        for (int j = 0; j < inputs; j++) {
          dropFactors[k][j] = random.nextDouble() < dropout ? 0f : kept;
        }
        VectorMath.multiply(pooled[k], dropFactors[k], pooled[k], inputs);
      }
      headScores[k] = linear.scores(pooled[k]);
      probabilities[k] = Softmax.mean(headScores[k]);
    }
    return probabilities;
  }

  private void pool(int b, NativeRows x) {
    float[] sum = pooled[b];
    steps[b] = shape.steps(b);
    if (pooling == Pooling.LAST_STEP) {
      x.load(lastRow(b), sum);
      return;
    }
    Arrays.fill(sum, pooling == Pooling.MAX ? Float.NEGATIVE_INFINITY : 0f);
    for (int t : steps[b]) {
      x.load(t * shape.batch() + b, step);
      pooling.add(step, sum);
    }
    pooling.divide(sum, steps[b].length);
    maxima[b] = pooling == Pooling.MAX ? sum.clone() : null;
  }

  /** Row of the last step that is not padding; of the first where all are. */
  private int lastRow(int b) {
    int last = steps[b].length == 0 ? 0 : steps[b][steps[b].length - 1];
    return last * shape.batch() + b;
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
        for (int c = 0; c < classes; c++) {
          grad[c] *= factor;
        }
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
      if (dropFactors.length > 0) {
        VectorMath.multiply(step, dropFactors[b], step, inputs);
      }
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
    for (int j = head * (inputs / heads); j < (head + 1) * (inputs / heads); j++) {
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
      gradX.store(lastRow(b), step);
      return;
    }
    pooling.divide(step, steps[b].length);
    float[] values = new float[inputs];
    float[] gradient = step;
    for (int t : steps[b]) {
      int row = t * shape.batch() + b;
      if (pooling == Pooling.MAX) {
        x.load(row, values);
        gradient = firstMaximum(values, maxima[b]);
      }
      gradX.store(row, gradient);
    }
  }

  /** Gives each input's gradient to the first step that holds its maximum, and to no other. */
  private float[] firstMaximum(float[] values, float[] maximum) {
    float[] gradient = new float[inputs];
    for (int j = 0; j < inputs; j++) {
      if (values[j] == maximum[j]) {
        gradient[j] = step[j];
        step[j] = 0f;
      }
    }
    return gradient;
  }
}
