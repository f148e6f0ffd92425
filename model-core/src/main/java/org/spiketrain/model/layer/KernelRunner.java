package org.spiketrain.model.layer;

import java.lang.ref.Reference;
import java.util.Map;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a layer over whole sequences on our kernels for DL4J: when, and where its arrays lie. */
abstract class KernelRunner<C extends KernelLayer> extends BaseRecurrentLayer<C> {
  /** The input that the kernels' stored sequences belong to. */
  private transient INDArray forwardInput;

  private transient INDArray timeMajor;

  KernelRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Runs the kernels forward, from x to y, both time-major. */
  interface Forward {
    void run(SequenceShape shape, NativeRows x, INDArray y);
  }

  /** Runs the kernels back; the gradients by the parameters go to {@link #gradients}. */
  abstract void backward(NativeRows x, INDArray gradY, NativeRows gradX);

  final INDArray forward(boolean training, LayerWorkspaceMgr workspaceMgr, Forward kernels) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray x = lasting(input);
    SequenceShape shape = TimeMajor.shape(x, maskArray);
    long[] outputShape = {shape.timeSteps(), shape.batch(), layerConf().outputWidth()};
    INDArray y =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, outputShape, 'c');
    try {
      kernels.run(shape, TimeMajor.rows(x, 0), y);
    } finally {
      // The kernels read memory that ND4J would free if x, a copy perhaps, were held by nobody.
      Reference.reachabilityFence(x);
    }
    forwardInput = training ? input : null;
    timeMajor = training ? x : null;
    return TimeMajor.view(y, getDataFormat());
  }

  /**
   * The sequence as the kernels like it. Where that takes a copy it lies outside of DL4J's
   * workspaces, which give the forward pass's own memory away before the backward pass reads it
   * again.
   */
  private INDArray lasting(INDArray sequence) {
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return TimeMajor.of(sequence, getDataFormat());
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    if (forwardInput != input) {
      activate(true, workspaceMgr);
    }
    INDArray gradY = TimeMajor.of(epsilon, getDataFormat());
    boolean wanted = layerConf().hasInputGradient();
    // DL4J takes null where a layer has no gradient by its input, as after an embedding.
    INDArray gradX =
        wanted
            ? workspaceMgr.create(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, timeMajor.shape(), 'c')
            : null;
    try {
      backward(
          TimeMajor.rows(timeMajor, 0), gradY, wanted ? TimeMajor.rows(gradX, 0) : NativeRows.NONE);
    } finally {
      Reference.reachabilityFence(gradY);
    }
    forwardInput = null;
    timeMajor = null;
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradients().forEach(gradient::setGradientFor);
    INDArray epsilonNext =
        wanted ? backpropDropOutIfPresent(TimeMajor.view(gradX, getDataFormat())) : null;
    return new Pair<>(gradient, epsilonNext);
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int tbpttBackLength, LayerWorkspaceMgr workspaceMgr) {
    return backpropGradient(epsilon, workspaceMgr);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public void setCacheMode(CacheMode mode) {
    // The kernels always keep what the backward pass needs.
  }

  @Override
  public void clear() {
    super.clear();
    forwardInput = null;
    timeMajor = null;
  }

  final Map<String, INDArray> parameters() {
    return params;
  }

  /** The gradients by the parameters, by name. DL4J has no map for no parameters. */
  final Map<String, INDArray> gradients() {
    return gradientViews == null ? Map.of() : gradientViews;
  }
}
