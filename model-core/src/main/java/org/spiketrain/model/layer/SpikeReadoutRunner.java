package org.spiketrain.model.layer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.loss.Softmax;

/** Runs a {@link SpikeReadout}: pools spikes over time, classifies them linearly, and goes back. */
final class SpikeReadoutRunner extends OutputRunner<SpikeReadout> {
  private static final long serialVersionUID = 1L;

  /** So many are done before a second thread is awake. */
  private static final int FEW_INPUTS = 64;

  private final transient Pooling pooling;
  private final transient SequenceLoss loss;
  private final int inputs;
  private final int classes;
  private final int heads;
  private final transient float[] weights;
  private final transient float[] bias;
  private final transient InferenceReadout linear;
  private transient SequenceShape shape = SequenceShape.full(0, 0);
  private transient float[][] pooled = new float[0][];
  private transient float[][][] headScores = new float[0][][];
  private transient float[][][] gradScores = new float[0][][];

  /** For each example, what its pooled vector was multiplied by; none without dropout. */
  private transient float[][] dropFactors = new float[0][];

  /** For each example the maxima over time, where these are pooled. */
  private transient float[][] maxima = new float[0][];

  /** For each example its time steps. */
  private transient int[][] steps = new int[0][];

  /**
   * @throws IllegalArgumentException if the heads cannot share the inputs equally
   */
  SpikeReadoutRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikeReadout layer = (SpikeReadout) conf.getLayer();
    inputs = (int) layer.getNIn();
    classes = (int) layer.getNOut();
    heads = layer.heads();
    if (inputs % heads != 0) {
      throw new IllegalArgumentException(
          "%d inputs cannot be shared equally by %d heads".formatted(inputs, heads));
    }
    pooling = layer.pooling();
    loss = layer.getLoss();
    weights = new float[inputs * classes];
    bias = new float[heads * classes];
    linear = new InferenceReadout(pooling, heads, weights, bias);
  }

  @Override
  void forward(SequenceShape newShape, NativeRows x, boolean training) {
    shape = newShape;
    TimeMajor.address(params.get(SpikeReadout.WEIGHTS)).get(weights, 0, weights.length);
    TimeMajor.address(params.get(SpikeReadout.BIAS)).get(bias, 0, bias.length);
    double dropped = training ? layerConf().pooledDropout() : 0;
    int batch = shape.batch();
    pooled = new float[batch][inputs];
    headScores = new float[batch][][];
    gradScores = new float[batch][heads][classes];
    dropFactors = new float[dropped > 0 ? batch : 0][inputs];
    maxima = new float[batch][];
    steps = new int[batch][];
    if (dropped > 0) {
      drawDropFactors(dropped);
    }
    forEachExample(
        batch,
        (from, to) -> {
          float[] step = new float[inputs];
          for (int b = from; b < to; b++) {
            pool(b, x, step);
            if (dropped > 0) {
              VectorMath.multiply(pooled[b], dropFactors[b], pooled[b], inputs);
            }
            headScores[b] = linear.scores(pooled[b]);
          }
        });
  }

  private void drawDropFactors(double dropped) {
    SplittableRandom random = new SplittableRandom(Nd4j.getRandom().nextLong());
    float kept = (float) (1 / (1 - dropped));
    for (float[] factors : dropFactors) {
      for (int j = 0; j < inputs; j++) {
        factors[j] = random.nextDouble() < dropped ? 0f : kept;
      }
    }
  }

  private void pool(int b, NativeRows x, float[] step) {
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

  @Override
  float[] output(int b) {
    return Softmax.mean(headScores[b]);
  }

  /**
   * The mean over the heads. Keeps the gradient by each head's scores, which is of its own loss, so
   * that each learns as if it were alone.
   */
  @Override
  double exampleLoss(int b, int label) {
    double sum = 0;
    for (int head = 0; head < heads; head++) {
      float[][] scores = {inTraining(headScores[b][head])};
      sum += loss.evaluate(scores, label, classes, new float[][] {gradScores[b][head]});
    }
    return sum / heads;
  }

  private float[] inTraining(float[] scores) {
    float[] offsets = layerConf().logitOffsets();
    if (offsets.length == 0) {
      return scores;
    }
    float[] shifted = new float[classes];
    for (int c = 0; c < classes; c++) {
      shifted[c] = scores[c] + offsets[c];
    }
    return shifted;
  }

  @Override
  void scaleGradient(int b, float factor) {
    for (float[] grad : gradScores[b]) {
      for (int c = 0; c < classes; c++) {
        grad[c] *= factor;
      }
    }
  }

  @Override
  void backward(NativeRows x, NativeRows gradX) {
    float[] gradW = new float[inputs * classes];
    float[] gradB = new float[heads * classes];
    KernelThreads.forEachPart(inputs, FEW_INPUTS, (from, to) -> addUp(gradW, from, to));
    for (int b = 0; b < shape.batch(); b++) {
      for (int head = 0; head < heads; head++) {
        for (int c = 0; c < classes; c++) {
          gradB[head * classes + c] += gradScores[b][head][c];
        }
      }
    }
    forEachExample(
        shape.batch(),
        (from, to) -> {
          float[] step = new float[inputs];
          for (int b = from; b < to; b++) {
            backThroughWeights(b, step);
            if (dropFactors.length > 0) {
              VectorMath.multiply(step, dropFactors[b], step, inputs);
            }
            spread(b, step, x, gradX);
          }
        });
    TimeMajor.address(gradientViews.get(SpikeReadout.WEIGHTS)).put(gradW, 0, gradW.length);
    TimeMajor.address(gradientViews.get(SpikeReadout.BIAS)).put(gradB, 0, gradB.length);
  }

  /** Adds up the gradients by the weights of some inputs, over the examples. */
  private void addUp(float[] gradW, int from, int to) {
    for (int b = 0; b < shape.batch(); b++) {
      float[] features = pooled[b];
      for (int j = from; j < to; j++) {
        float[] grad = gradScores[b][j / (inputs / heads)];
        for (int c = 0; c < classes; c++) {
          gradW[j * classes + c] += features[j] * grad[c];
        }
      }
    }
  }

  /** The gradient by an example's pooled vector. */
  private void backThroughWeights(int b, float[] step) {
    for (int j = 0; j < inputs; j++) {
      float[] grad = gradScores[b][j / (inputs / heads)];
      step[j] = 0f;
      for (int c = 0; c < classes; c++) {
        step[j] += grad[c] * weights[j * classes + c];
      }
    }
  }

  /** Hands the gradient by the pooled vector on to the time steps, and may overwrite it. */
  private void spread(int b, float[] step, NativeRows x, NativeRows gradX) {
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
        gradient = firstMaximum(step, values, maxima[b]);
      }
      gradX.store(row, gradient);
    }
  }

  /** Gives each input's gradient to the first step that holds its maximum, and to no other. */
  private float[] firstMaximum(float[] step, float[] values, float[] maximum) {
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
