package org.spiketrain.model.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.SplitMix64;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.RecurrentParameters;
import org.spiketrain.model.kernel.RecurrentState;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SequenceLayer} on the sequence kernels, one per unit. */
final class SequenceLayerRunner extends KernelRunner<SequenceLayer>
    implements Recomputation.Runner {
  private static final String HIDDEN = "hidden";
  private static final String STATE = "state";
  private static final FloatPointer NO_PARAMETER = new FloatPointer();

  private final transient List<LayerUnit> units;
  private final transient RecurrentKernel[] kernels;
  private final transient LayerUnit.Neurons[] neurons;
  private final transient UnitNormalisation[] normalisations;
  private final transient RecurrentState[] finalStates;
  private final transient RatePressure rates;

  /** Weights times gains, held while the kernels read them; null where a unit has no gains. */
  private final transient INDArray[] gained;

  SequenceLayerRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SequenceLayer layer = (SequenceLayer) conf.getLayer();
    units = layer.units();
    rates = new RatePressure(layer.rateBand(), layer.spikeColumns());
    kernels = new RecurrentKernel[units.size()];
    finalStates = new RecurrentState[units.size()];
    gained = new INDArray[units.size()];
    neurons = new LayerUnit.Neurons[units.size()];
    normalisations = new UnitNormalisation[units.size()];
    for (int d = 0; d < kernels.length; d++) {
      kernels[d] = new RecurrentKernel(units.get(d).unit(), layer.inputCoding());
      neurons[d] = new LayerUnit.Neurons(units.get(d));
      normalisations[d] = new UnitNormalisation(units.get(d));
    }
  }

  @Override
  public void recompute(int segments) {
    for (RecurrentKernel kernel : kernels) {
      kernel.recompute(segments);
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    boolean random = training && layerConf().startsRandomly();
    return forward(random ? random(getInputMiniBatchSize()) : atRest(), training, workspaceMgr);
  }

  /** States drawn by one number, so that a repeated task draws the same. */
  private RecurrentState[] random(int batch) {
    UniformDraw draw = new UniformDraw(Nd4j.getRandom().nextLong());
    RecurrentState[] states = new RecurrentState[kernels.length];
    for (int d = 0; d < states.length; d++) {
      int floats = batch * units.get(d).unit().neurons();
      float[][] further = new float[units.get(d).unit().cell().states()][];
      Arrays.setAll(further, k -> draw.next(floats));
      states[d] = new RecurrentState(draw.next(floats), further);
    }
    return states;
  }

  private static final class UniformDraw {
    private static final int BITS = 24;

    private final long seed;
    private long drawn;

    UniformDraw(long seed) {
      this.seed = seed;
    }

    /** The next numbers, evenly from 0 to below 1. */
    float[] next(int count) {
      float[] numbers = new float[count];
      for (int k = 0; k < count; k++) {
        long bits = SplitMix64.mix(seed + drawn++ * SplitMix64.STEP);
        numbers[k] = (bits >>> (Long.SIZE - BITS)) * 0x1p-24f;
      }
      return numbers;
    }
  }

  private RecurrentState[] atRest() {
    RecurrentState[] states = new RecurrentState[kernels.length];
    Arrays.fill(states, RecurrentState.ZERO);
    return states;
  }

  private INDArray forward(
      RecurrentState[] initial, boolean training, LayerWorkspaceMgr workspaceMgr) {
    return forward(
        training, workspaceMgr, (shape, x, y) -> forward(initial, training, shape, x, y));
  }

  private void forward(
      RecurrentState[] initial, boolean training, SequenceShape shape, NativeRows x, INDArray y) {
    RecurrentParameters[] parameters = new RecurrentParameters[kernels.length];
    Arrays.setAll(parameters, d -> parameters(d, training));
    forEachUnit(
        !training || !layerConf().hasInputGradient(),
        d -> {
          NativeRows target = TimeMajor.rows(y, units.get(d).offset());
          finalStates[d] =
              kernels[d].forward(shape, x, parameters[d], initial[d], training, target);
        });
    for (int d = 0; d < kernels.length && training; d++) {
      normalisations[d].follow(params);
    }
    if (training) {
      // DL4J divides by the batch size later on where it thinks that gradients are sums.
      rates.measure(shape, y, conf().isMiniBatch() ? shape.batch() : 1);
    } else {
      rates.release();
    }
  }

  /** With what neurons cost that leave their band of rates. */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return super.calcRegularizationScore(backpropParamsOnly) + rates.penalty();
  }

  /**
   * Deals out units that are independent where each thread gets some: it need not meet the others
   * then, as threads that share one have to. Else one follows the other.
   */
  private void forEachUnit(boolean independent, IntConsumer work) {
    if (independent && kernels.length >= KernelThreads.count()) {
      KernelThreads.forEach(kernels.length, work);
    } else {
      IntStream.range(0, kernels.length).forEach(work);
    }
  }

  private RecurrentParameters parameters(int d, boolean training) {
    UnitNormalisation normalisation = normalisations[d];
    RecurrentParameters parameters =
        pointers(
            units.get(d).gained() ? withGains(d) : params,
            units.get(d),
            neurons[d].values(params),
            normalisation.values(params));
    return training ? parameters : normalisation.folded(parameters, params);
  }

  /** The parameters with those weights of a unit that its neurons see. */
  private Map<String, INDArray> withGains(int d) {
    String weights = LayerUnit.INPUT_WEIGHTS + units.get(d).suffix();
    INDArray gains = params.get(LayerUnit.INPUT_GAINS + units.get(d).suffix());
    // The backward pass reads them again, when a workspace would have given them away.
    try (var outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (gained[d] == null) {
        gained[d] = params.get(weights).mul(gains);
      } else {
        gained[d].assign(params.get(weights)).muli(gains);
      }
    }
    Map<String, INDArray> table = new HashMap<>(params);
    table.put(weights, gained[d]);
    return table;
  }

  private static RecurrentParameters pointers(
      Map<String, INDArray> table,
      LayerUnit unit,
      List<float[]> neuron,
      Normalisation normalisation) {
    return new RecurrentParameters(
        address(table, LayerUnit.INPUT_WEIGHTS, unit),
        address(table, LayerUnit.RECURRENT_WEIGHTS, unit),
        address(table, LayerUnit.INPUT_BIAS, unit),
        address(table, LayerUnit.RECURRENT_BIAS, unit),
        neuron,
        normalisation);
  }

  private static FloatPointer address(Map<String, INDArray> table, String name, LayerUnit unit) {
    INDArray parameter = table.get(name + unit.suffix());
    return parameter == null ? NO_PARAMETER : TimeMajor.address(parameter);
  }

  @Override
  void backward(NativeRows x, INDArray gradY, NativeRows gradX) {
    rates.addTo(gradY);
    RecurrentParameters[] gradients = new RecurrentParameters[kernels.length];
    Arrays.setAll(gradients, this::gradients);
    // Units that add to one gradient by the input do it in turn.
    forEachUnit(
        gradX == NativeRows.NONE,
        d -> {
          NativeRows source = TimeMajor.rows(gradY, units.get(d).offset());
          kernels[d].backward(source, RecurrentState.ZERO, gradients[d], gradX);
        });
    for (int d = 0; d < kernels.length; d++) {
      neurons[d].store(params, gradientViews);
      normalisations[d].store(gradientViews);
      if (units.get(d).gained()) {
        INDArray gains = params.get(LayerUnit.INPUT_GAINS + units.get(d).suffix());
        gradientViews.get(LayerUnit.INPUT_WEIGHTS + units.get(d).suffix()).muli(gains);
        gradientViews.get(LayerUnit.INPUT_GAINS + units.get(d).suffix()).assign(0);
      }
    }
  }

  private RecurrentParameters gradients(int d) {
    return pointers(
        gradientViews, units.get(d), neurons[d].gradients(), normalisations[d].gradients());
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
    if (units.stream().anyMatch(unit -> unit.unit().direction() != Direction.FORWARD)) {
      throw new UnsupportedOperationException(
          "A layer that runs back from the last step needs whole sequences " + layerId());
    }
    setInput(newInput, workspaceMgr);
    INDArray y = forward(load(states), training, workspaceMgr);
    if (storeLast && layerConf().carriesState()) {
      for (int d = 0; d < kernels.length; d++) {
        store(units.get(d), finalStates[d], states);
      }
    }
    return y;
  }

  private RecurrentState[] load(Map<String, INDArray> states) {
    RecurrentState[] initial = atRest();
    for (int d = 0; d < kernels.length; d++) {
      String suffix = units.get(d).suffix();
      if (states.containsKey(HIDDEN + suffix)) {
        float[][] further = new float[units.get(d).unit().cell().states()][];
        Arrays.setAll(further, k -> NativeFloats.copy(states.get(STATE + k + suffix)));
        initial[d] = new RecurrentState(NativeFloats.copy(states.get(HIDDEN + suffix)), further);
      }
    }
    return initial;
  }

  private static void store(LayerUnit unit, RecurrentState state, Map<String, INDArray> states) {
    long neurons = unit.unit().neurons();
    long batch = state.hidden().length / neurons;
    try (var outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      states.put(
          HIDDEN + unit.suffix(), Nd4j.createFromArray(state.hidden()).reshape(batch, neurons));
      for (int k = 0; k < state.states().length; k++) {
        states.put(
            STATE + k + unit.suffix(),
            Nd4j.createFromArray(state.states()[k]).reshape(batch, neurons));
      }
    }
  }
}
