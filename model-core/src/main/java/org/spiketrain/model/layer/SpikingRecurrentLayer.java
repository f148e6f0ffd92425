package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
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
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.RecurrentParameters;
import org.spiketrain.model.kernel.RecurrentState;
import org.spiketrain.model.kernel.SequenceKernels;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SpikingRecurrent} layer on the sequence kernels, one per unit. */
final class SpikingRecurrentLayer extends BaseRecurrentLayer<SpikingRecurrent> {
  private static final String HIDDEN = "hidden";
  private static final String CELL = "cell";
  private static final FloatPointer NO_PARAMETER = new FloatPointer();

  private final transient List<SpikingRecurrent.Unit> units;
  private final transient RecurrentKernel[] kernels;
  private final transient RecurrentState[] finalStates;

  /** The input that the kernels' stored sequences belong to. */
  private transient INDArray forwardInput;

  private transient INDArray forwardTimeMajor;

  SpikingRecurrentLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikingRecurrent layer = (SpikingRecurrent) conf.getLayer();
    units = layer.units();
    kernels = new RecurrentKernel[units.size()];
    finalStates = new RecurrentState[units.size()];
    for (int d = 0; d < kernels.length; d++) {
      kernels[d] =
          SequenceKernels.cpu()
              .recurrent(
                  units.get(d).cell(),
                  (int) layer.getNIn(),
                  units.get(d).size(),
                  layer.getInputCoding(),
                  units.get(d).direction());
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return forward(RecurrentState.ZERO, training, workspaceMgr);
  }

  private INDArray forward(
      RecurrentState initial, boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray x = TimeMajor.of(input, getDataFormat());
    SequenceShape shape = TimeMajor.shape(x, maskArray);
    long[] outputShape = {shape.timeSteps(), shape.batch(), layerConf().outputWidth()};
    INDArray y =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, outputShape, 'c');
    NativeRows source = TimeMajor.rows(x, 0);
    for (int d = 0; d < kernels.length; d++) {
      NativeRows target = TimeMajor.rows(y, units.get(d).offset());
      finalStates[d] =
          kernels[d].forward(shape, source, pointers(params, units.get(d)), initial, target);
    }
    forwardInput = input;
    forwardTimeMajor = x;
    return TimeMajor.view(y, getDataFormat());
  }

  private static RecurrentParameters pointers(
      Map<String, INDArray> table, SpikingRecurrent.Unit unit) {
    return new RecurrentParameters(
        address(table, SpikingRecurrentParameters.INPUT_WEIGHTS, unit),
        address(table, SpikingRecurrentParameters.RECURRENT_WEIGHTS, unit),
        address(table, SpikingRecurrentParameters.INPUT_BIAS, unit),
        address(table, SpikingRecurrentParameters.RECURRENT_BIAS, unit));
  }

  private static FloatPointer address(
      Map<String, INDArray> table, String name, SpikingRecurrent.Unit unit) {
    INDArray parameter = table.get(name + unit.suffix());
    return parameter == null ? NO_PARAMETER : TimeMajor.address(parameter);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    if (forwardInput != input) {
      activate(true, workspaceMgr);
    }
    INDArray gradY = TimeMajor.of(epsilon, getDataFormat());
    INDArray gradX =
        workspaceMgr.create(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, forwardTimeMajor.shape(), 'c');
    NativeRows inputGradient = TimeMajor.rows(gradX, 0);
    for (int d = 0; d < kernels.length; d++) {
      kernels[d].backward(
          TimeMajor.rows(gradY, units.get(d).offset()),
          RecurrentState.ZERO,
          pointers(params, units.get(d)),
          pointers(gradientViews, units.get(d)),
          inputGradient);
    }
    forwardInput = null;
    forwardTimeMajor = null;
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach(gradient::setGradientFor);
    INDArray epsilonNext = TimeMajor.view(gradX, getDataFormat());
    return new Pair<>(gradient, backpropDropOutIfPresent(epsilonNext));
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int tbpttBackLength, LayerWorkspaceMgr workspaceMgr) {
    return backpropGradient(epsilon, workspaceMgr);
  }

  @Override
  public INDArray rnnTimeStep(INDArray newInput, LayerWorkspaceMgr workspaceMgr) {
    return continueFrom(stateMap, newInput, false, workspaceMgr, true);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray newInput,
      boolean training,
      boolean storeLastForTBPTT,
      LayerWorkspaceMgr workspaceMgr) {
    return continueFrom(tBpttStateMap, newInput, training, workspaceMgr, storeLastForTBPTT);
  }

  private INDArray continueFrom(
      Map<String, INDArray> states,
      INDArray newInput,
      boolean training,
      LayerWorkspaceMgr workspaceMgr,
      boolean storeLast) {
    if (kernels.length > 1) {
      throw new UnsupportedOperationException(
          "Only a layer of one forward unit can be run step by step " + layerId());
    }
    setInput(newInput, workspaceMgr);
    INDArray y = forward(load(states), training, workspaceMgr);
    if (storeLast) {
      store(finalStates[0], states);
    }
    return y;
  }

  private static RecurrentState load(Map<String, INDArray> states) {
    if (!states.containsKey(HIDDEN)) {
      return RecurrentState.ZERO;
    }
    float[] cell =
        states.containsKey(CELL) ? states.get(CELL).dup('c').data().asFloat() : new float[0];
    return new RecurrentState(states.get(HIDDEN).dup('c').data().asFloat(), cell);
  }

  private void store(RecurrentState state, Map<String, INDArray> states) {
    long hidden = layerConf().getNOut();
    long batch = state.hidden().length / hidden;
    try (var outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      states.put(HIDDEN, Nd4j.createFromArray(state.hidden()).reshape(batch, hidden));
      if (state.cell().length > 0) {
        states.put(CELL, Nd4j.createFromArray(state.cell()).reshape(batch, hidden));
      }
    }
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
    forwardTimeMajor = null;
  }
}
