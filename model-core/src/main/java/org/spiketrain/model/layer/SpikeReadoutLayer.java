package org.spiketrain.model.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.kernel.NativeFloats;
import org.spiketrain.model.kernel.PooledDropout;
import org.spiketrain.model.kernel.ReadoutKernel;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.loss.ClassificationLoss;

/** Runs a {@link SpikeReadout}. */
public final class SpikeReadoutLayer extends BaseOutputLayer<SpikeReadout> {
  private static final long serialVersionUID = 1L;

  private final transient ReadoutKernel kernel;
  private final transient ClassificationLoss loss;
  private transient INDArray forwardInput;
  private transient INDArray forwardTimeMajor;
  private transient float[][] probabilities;
  private transient float[] labelValues;
  private transient double lossSum;
  private int correct;

  SpikeReadoutLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikeReadout layer = (SpikeReadout) conf.getLayer();
    kernel =
        new ReadoutKernel(
            layer.getPooling(), (int) layer.getNIn(), (int) layer.getNOut(), layer.getHeads());
    loss = ClassificationLoss.parse(layer.getLoss());
  }

  /** Number of the last training minibatch's examples that were classified rightly. */
  public int correct() {
    return correct;
  }

  private void forward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray x = TimeMajor.of(input, layerConf().getFormat());
    SequenceShape shape = TimeMajor.shape(x, maskArray);
    probabilities =
        kernel.forward(
            shape,
            TimeMajor.rows(x, 0),
            TimeMajor.address(params.get(SpikeReadoutParameters.WEIGHTS)),
            TimeMajor.address(params.get(SpikeReadoutParameters.BIAS)),
            training ? dropout() : PooledDropout.NONE);
    forwardInput = input;
    forwardTimeMajor = x;
  }

  private PooledDropout dropout() {
    double share = layerConf().getPooledDropout();
    return share > 0 ? PooledDropout.of(share, Nd4j.getRandom().nextLong()) : PooledDropout.NONE;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    forward(training, workspaceMgr);
    int batch = (int) input.size(0);
    int classes = (int) layerConf().getNOut();
    INDArray output =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch, classes}, 'c');
    for (int b = 0; b < batch; b++) {
      TimeMajor.address(output).getPointer((long) b * classes).put(probabilities[b], 0, classes);
    }
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    forward(true, workspaceMgr);
    labelValues = NativeFloats.copy(labels.castTo(DataType.FLOAT));
    lossSum = kernel.loss(labelValues, loss);
    correct = kernel.correct(labelValues);
    if (!conf().isMiniBatch()) {
      // DL4J will not divide the summed gradients by the batch size afterwards.
      kernel.scaleGradients(1f / getInputMiniBatchSize());
    }
    INDArray gradX =
        workspaceMgr.create(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, forwardTimeMajor.shape(), 'c');
    kernel.backward(
        TimeMajor.rows(forwardTimeMajor, 0),
        TimeMajor.address(gradientViews.get(SpikeReadoutParameters.WEIGHTS)),
        TimeMajor.address(gradientViews.get(SpikeReadoutParameters.BIAS)),
        TimeMajor.rows(gradX, 0));
    gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach(gradient::setGradientFor);
    INDArray epsilonNext = TimeMajor.view(gradX, layerConf().getFormat());
    return new Pair<>(gradient, backpropDropOutIfPresent(epsilonNext));
  }

  @Override
  public double computeScore(
      double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
    if (input == null || labels == null) {
      throw new IllegalStateException("The score needs an input and labels " + layerId());
    }
    if (!training || forwardInput != input || labelValues == null) {
      forward(training, workspaceMgr);
      lossSum = kernel.loss(NativeFloats.copy(labels.castTo(DataType.FLOAT)), loss);
    }
    score = lossSum / getInputMiniBatchSize() + fullNetRegTerm;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double fullNetRegTerm, LayerWorkspaceMgr workspaceMgr) {
    forward(false, workspaceMgr);
    float[] wanted = NativeFloats.copy(labels.castTo(DataType.FLOAT));
    double[] scores = new double[(int) input.size(0)];
    Arrays.setAll(scores, b -> kernel.exampleLoss(b, wanted, loss) + fullNetRegTerm);
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
    forwardTimeMajor = null;
    labelValues = null;
  }
}
