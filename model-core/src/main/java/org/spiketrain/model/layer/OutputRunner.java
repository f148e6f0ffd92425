package org.spiketrain.model.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * Runs an output layer over sequences as DL4J wants it: when, and what becomes of the score. A row
 * of labels is one-hot times the weight of its example, which multiplies its loss and gradient.
 */
public abstract class OutputRunner<C extends SequenceOutput>
    extends org.deeplearning4j.nn.layers.BaseOutputLayer<C> {
  private static final long serialVersionUID = 1L;

  /** So many are done before a second thread is awake. */
  private static final int FEW_EXAMPLES = 16;

  private transient INDArray forwardInput;
  private transient INDArray timeMajor;
  private transient float[] labelValues;
  private transient double lossSum;
  private int correct;
  private int examples;

  OutputRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  abstract void forward(SequenceShape shape, NativeRows x, boolean training);

  /**
   * Loss of an example of the last sequence, kept with its gradient; of several examples at once by
   * different threads.
   */
  abstract double exampleLoss(int b, int label);

  /** Output of the layer for an example, [classes]. */
  abstract float[] output(int b);

  /** Scales the gradient of an example that {@link #exampleLoss} kept. */
  abstract void scaleGradient(int b, float factor);

  /** Puts the parameters' gradients where they belong and adds the input's to {@code gradX}. */
  abstract void backward(NativeRows x, NativeRows gradX);

  /** Number of the last training minibatch's examples that were classified rightly. */
  public int correct() {
    return correct;
  }

  private void run(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    timeMajor = TimeMajor.of(input, layerConf().format());
    forward(TimeMajor.shape(timeMajor, maskArray), TimeMajor.rows(timeMajor, 0), training);
    forwardInput = input;
  }

  private double lossSum(float[] wanted) {
    double[] losses = new double[getInputMiniBatchSize()];
    forEachExample(
        losses.length,
        (from, to) -> {
          for (int b = from; b < to; b++) {
            losses[b] = weightedLoss(b, wanted);
          }
        });
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /** Deals out examples that nothing of another one's is written for. */
  static void forEachExample(int examples, KernelThreads.Part work) {
    KernelThreads.forEachPart(examples, FEW_EXAMPLES, work);
  }

  private double weightedLoss(int b, float[] wanted) {
    double loss = exampleLoss(b, label(b, wanted));
    float weight = weight(b, wanted);
    if (weight == 1f) {
      return loss;
    }
    scaleGradient(b, weight);
    return weight * loss;
  }

  private int countCorrect(float[] wanted) {
    int count = 0;
    for (int b = 0; b < getInputMiniBatchSize(); b++) {
      count += largest(output(b)) == label(b, wanted) ? 1 : 0;
    }
    return count;
  }

  /** The class of an example by its row of labels [batch, classes]. */
  private int label(int b, float[] wanted) {
    return largest(row(b, wanted));
  }

  private float weight(int b, float[] wanted) {
    float sum = 0;
    for (float value : row(b, wanted)) {
      sum += value;
    }
    return sum;
  }

  private float[] row(int b, float[] wanted) {
    int classes = wanted.length / getInputMiniBatchSize();
    return Arrays.copyOfRange(wanted, b * classes, (b + 1) * classes);
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return best;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    run(training, workspaceMgr);
    int batch = getInputMiniBatchSize();
    int classes = (int) layerConf().getNOut();
    INDArray output =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch, classes}, 'c');
    for (int b = 0; b < batch; b++) {
      TimeMajor.address(output).getPointer((long) b * classes).put(output(b), 0, classes);
    }
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    run(true, workspaceMgr);
    examples = getInputMiniBatchSize();
    labelValues = NativeFloats.copy(labels.castTo(DataType.FLOAT));
    lossSum = lossSum(labelValues);
    correct = countCorrect(labelValues);
    if (!conf().isMiniBatch()) {
      // DL4J will not divide the summed gradients by the batch size afterwards.
      for (int b = 0; b < examples; b++) {
        scaleGradient(b, 1f / examples);
      }
    }
    INDArray gradX =
        workspaceMgr.create(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, timeMajor.shape(), 'c');
    backward(TimeMajor.rows(timeMajor, 0), TimeMajor.rows(gradX, 0));
    gradient = new DefaultGradient(gradientsFlattened);
    if (gradientViews != null) {
      gradientViews.forEach(gradient::setGradientFor);
    }
    INDArray epsilonNext = TimeMajor.view(gradX, layerConf().format());
    return new Pair<>(gradient, backpropDropOutIfPresent(epsilonNext));
  }

  @Override
  public double computeScore(
      double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
    if (input == null || labels == null) {
      throw new IllegalStateException("The score needs an input and labels " + layerId());
    }
    if (!training || forwardInput != input || labelValues == null) {
      run(training, workspaceMgr);
      lossSum = lossSum(NativeFloats.copy(labels.castTo(DataType.FLOAT)));
    }
    score = lossSum / getInputMiniBatchSize() + fullNetRegTerm;
    return score;
  }

  /**
   * Mean weighted loss of the last minibatch's examples, without what weight decay adds to the
   * score.
   */
  public double loss() {
    return lossSum / examples;
  }

  @Override
  public INDArray computeScoreForExamples(double fullNetRegTerm, LayerWorkspaceMgr workspaceMgr) {
    run(false, workspaceMgr);
    float[] wanted = NativeFloats.copy(labels.castTo(DataType.FLOAT));
    double[] scores = new double[getInputMiniBatchSize()];
    Arrays.setAll(scores, b -> weightedLoss(b, wanted) + fullNetRegTerm);
    INDArray column = Nd4j.createFromArray(scores).castTo(DataType.FLOAT);
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, column.reshape(scores.length, 1));
  }

  @Override
  public void computeGradientAndScore(LayerWorkspaceMgr workspaceMgr) {
    backpropGradient(null, workspaceMgr);
    computeScore(0, true, workspaceMgr);
  }

  @Override
  protected INDArray getLabels2d(LayerWorkspaceMgr workspaceMgr, ArrayType arrayType) {
    return labels;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public void clear() {
    super.clear();
    forwardInput = null;
    timeMajor = null;
    labelValues = null;
  }
}
