package org.spiketrain.model.layer;

import java.util.Arrays;
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
import org.spiketrain.model.kernel.NativeFloats;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.RecurrentParameters;
import org.spiketrain.model.kernel.RecurrentState;
import org.spiketrain.model.kernel.SequenceKernels;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SequenceLayer} on the sequence kernels, one per unit. */
final class SequenceLayerRunner extends BaseRecurrentLayer<SequenceLayer> {
  private static final String HIDDEN = "hidden";
  private static final String STATE = "state";
  private static final FloatPointer NO_PARAMETER = new FloatPointer();

  private final transient List<LayerUnit> units;
  private final transient RecurrentKernel[] kernels;
  private final transient UnitNeurons[] neurons;
  private final transient UnitNormalisation[] normalisations;
  private final transient RecurrentState[] finalStates;

  /** The input that the kernels' stored sequences belong to. */
  private transient INDArray forwardInput;

  private transient INDArray forwardTimeMajor;

  SequenceLayerRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SequenceLayer layer = (SequenceLayer) conf.getLayer();
    units = layer.units();
    kernels = new RecurrentKernel[units.size()];
    finalStates = new RecurrentState[units.size()];
    neurons = new UnitNeurons[units.size()];
    normalisations = new UnitNormalisation[units.size()];
    for (int d = 0; d < kernels.length; d++) {
      kernels[d] = SequenceKernels.cpu().recurrent(units.get(d).unit(), layer.getInputCoding());
      neurons[d] = new UnitNeurons(units.get(d));
      normalisations[d] = new UnitNormalisation(units.get(d));
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
    INDArray x = lasting(input);
    SequenceShape shape = TimeMajor.shape(x, maskArray);
    long[] outputShape = {shape.timeSteps(), shape.batch(), layerConf().outputWidth()};
    INDArray y =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, outputShape, 'c');
    NativeRows source = TimeMajor.rows(x, 0);
    for (int d = 0; d < kernels.length; d++) {
      NativeRows target = TimeMajor.rows(y, units.get(d).offset());
      RecurrentParameters parameters = parameters(d, training);
      finalStates[d] = kernels[d].forward(shape, source, parameters, initial, training, target);
      if (training) {
        normalisations[d].follow(params);
      }
    }
    forwardInput = training ? input : null;
    forwardTimeMajor = training ? x : null;
    return TimeMajor.view(y, getDataFormat());
  }

  private RecurrentParameters parameters(int d, boolean training) {
    UnitNormalisation normalisation = normalisations[d];
    RecurrentParameters parameters =
        pointers(params, units.get(d), neurons[d].values(params), normalisation.values(params));
    return training ? parameters : normalisation.folded(parameters, params);
  }

  /**
   * The sequence as the kernels like it. Where that takes a copy it lies outside of DL4J's
   * workspaces, which give the forward pass's own memory away before the way back reads it again.
   */
  private INDArray lasting(INDArray sequence) {
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return TimeMajor.of(sequence, getDataFormat());
    }
  }

  private static RecurrentParameters pointers(
      Map<String, INDArray> table,
      LayerUnit unit,
      List<float[]> neuron,
      Normalisation normalisation) {
    return new RecurrentParameters(
        address(table, SequenceParameters.INPUT_WEIGHTS, unit),
        address(table, SequenceParameters.RECURRENT_WEIGHTS, unit),
        address(table, SequenceParameters.INPUT_BIAS, unit),
        address(table, SequenceParameters.RECURRENT_BIAS, unit),
        neuron,
        normalisation);
  }

  private static FloatPointer address(Map<String, INDArray> table, String name, LayerUnit unit) {
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
    boolean wanted = layerConf().hasInputGradient();
    // DL4J takes null where a layer has no gradient by its input, as after an embedding.
    INDArray gradX = wanted ? zeroInputGradient(workspaceMgr) : null;
    NativeRows inputGradient = wanted ? TimeMajor.rows(gradX, 0) : NativeRows.NONE;
    for (int d = 0; d < kernels.length; d++) {
      kernels[d].backward(
          TimeMajor.rows(gradY, units.get(d).offset()),
          RecurrentState.ZERO,
          parameters(d, true),
          pointers(
              gradientViews, units.get(d), neurons[d].gradients(), normalisations[d].gradients()),
          inputGradient);
      neurons[d].store(params, gradientViews);
      normalisations[d].store(gradientViews);
    }
    forwardInput = null;
    forwardTimeMajor = null;
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach(gradient::setGradientFor);
    INDArray epsilonNext =
        wanted ? backpropDropOutIfPresent(TimeMajor.view(gradX, getDataFormat())) : null;
    return new Pair<>(gradient, epsilonNext);
  }

  private INDArray zeroInputGradient(LayerWorkspaceMgr workspaceMgr) {
    return workspaceMgr.create(
        ArrayType.ACTIVATION_GRAD, DataType.FLOAT, forwardTimeMajor.shape(), 'c');
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
    float[][] further = new float[states.size() - 1][];
    Arrays.setAll(further, k -> NativeFloats.copy(states.get(STATE + k)));
    return new RecurrentState(NativeFloats.copy(states.get(HIDDEN)), further);
  }

  private void store(RecurrentState state, Map<String, INDArray> states) {
    long hidden = layerConf().getNOut();
    long batch = state.hidden().length / hidden;
    try (var outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      states.put(HIDDEN, Nd4j.createFromArray(state.hidden()).reshape(batch, hidden));
      for (int k = 0; k < state.states(); k++) {
        states.put(STATE + k, Nd4j.createFromArray(state.state(k)).reshape(batch, hidden));
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
