package org.spiketrain.model.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.ChannelCounts;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.InferenceUnit;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Unit;
import org.spiketrain.model.neuron.IntegratorCell;

/**
 * A linear layer and neurons behind it, with or without recurrence: LSTMs, leaky integrate-and-fire
 * neurons, or any other {@link NeuronCell}, for example {@code new
 * SequenceLayer.Builder("leaky(beta = 0.9)").nOut(512).build()}.
 *
 * <p>Input [batch, nIn, time], output [batch, nOut, time]; bidirectional [batch, 2 nOut, time],
 * forward outputs first; see {@link #units()}. Padding is given by DL4J's mask [batch, time]: at a
 * masked step output and state are zero. Input weights and bias start from U(-bound, bound) with
 * the bound of {@link NeuronCell#inputBound}, recurrent ones from U(-1/sqrt(nOut), 1/sqrt(nOut));
 * input and recurrence each have a bias. Learned neuron parameters have the names that the cell
 * gives them.
 */
public final class SequenceLayer extends KernelLayer {
  private static final long serialVersionUID = 2L;

  @JsonProperty private NeuronCell cell;
  @JsonProperty private CellOutput output = CellOutput.OUTPUT;
  @JsonProperty private boolean bidirectional;
  @JsonProperty private InputCoding inputCoding = InputCoding.DENSE;
  @JsonProperty private int members = 1;
  @JsonProperty private int integrators;
  @JsonProperty private double integratorBeta;
  @JsonProperty private boolean gainedIntegrators;
  @JsonProperty private boolean equalGains;
  @JsonProperty private int spikingInputs;
  @JsonProperty private double normalisedGain;
  @JsonProperty private boolean carriedState = true;
  @JsonProperty private boolean randomStates;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private double leastRate;

  /** 0 where there is no bound. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private double mostRate;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private double rateStrength;

  /** For deserialisation. */
  public SequenceLayer() {}

  private SequenceLayer(Builder builder) {
    super(builder);
    builder.settings.forEach(setting -> setting.accept(this));
  }

  /** A layer's configuration as one of these; empty where it is another. */
  public static Optional<SequenceLayer> find(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return conf instanceof SequenceLayer layer ? Optional.of(layer) : Optional.empty();
  }

  /**
   * Whether a parameter is the running variance of a unit's batch normalisation, at least 0.
   *
   * @param parameter its name in a layer's table
   */
  public static boolean isVariance(String parameter) {
    return parameter.startsWith(UnitNormalisation.VARIANCE);
  }

  InputCoding inputCoding() {
    return inputCoding;
  }

  boolean carriesState() {
    return carriedState;
  }

  boolean startsRandomly() {
    return randomStates;
  }

  RateBand rateBand() {
    return new RateBand(
        leastRate, mostRate == 0 ? Double.POSITIVE_INFINITY : mostRate, rateStrength);
  }

  @Override
  public int members() {
    return members;
  }

  @Override
  public boolean isClassifying() {
    return true;
  }

  /** The units in the order of their outputs: for each member forward, reverse, integrators. */
  @Override
  public List<LayerUnit> units() {
    List<LayerUnit> units = new ArrayList<>();
    int all = (int) nIn;
    int some = spikingInputs == 0 ? all : spikingInputs;
    int neurons = (int) nOut;
    for (int m = 0; m < members; m++) {
      String member = m == 0 ? "" : Integer.toString(m);
      Unit forward = new Unit(cell, some, neurons, Direction.FORWARD, output);
      add(units, forward, member, false);
      if (bidirectional) {
        Unit reverse = new Unit(cell, some, neurons, Direction.REVERSE, output);
        add(units, reverse, member + "R", false);
      }
      if (integrators > 0) {
        NeuronCell integrator = new IntegratorCell((float) integratorBeta);
        Unit unit = new Unit(integrator, all, integrators, Direction.FORWARD, CellOutput.OUTPUT);
        add(units, unit, member + "I", gainedIntegrators);
      }
    }
    return units;
  }

  private void add(List<LayerUnit> units, Unit unit, String suffix, boolean gained) {
    units.add(new LayerUnit(unit, suffix, width(units), gained ? 0 : normalisedGain, gained));
  }

  private static int width(List<LayerUnit> units) {
    return units.stream().mapToInt(placed -> placed.unit().outputWidth()).sum();
  }

  @Override
  public int outputWidth() {
    return width(units());
  }

  @Override
  public String label() {
    return "%s(%d)".formatted(cell.name(), nOut);
  }

  @Override
  public List<Integer> spikeColumns() {
    return units().stream()
        .flatMap(
            placed ->
                IntStream.range(0, placed.unit().spikeColumns())
                    .mapToObj(neuron -> placed.offset() + neuron))
        .toList();
  }

  @Override
  public long trainingFloats() {
    return units().stream().mapToLong(LayerUnit::trainingFloats).sum();
  }

  @Override
  public SegmentFloats segmentFloats() {
    return units().stream()
        .map(LayerUnit::segmentFloats)
        .reduce(SegmentFloats.NONE, SegmentFloats::plus);
  }

  @Override
  public InferenceStage inference(Map<String, INDArray> parameters) {
    return InferenceUnit.sideBySide(
        units().stream().map(unit -> unit.inference(parameters)).toList(),
        outputWidth(),
        carriedState);
  }

  /** Neurons that run one way, get nothing but their input, and output one thing. */
  @Override
  public Optional<CountedLayer> counted() {
    LayerUnit only = units().get(0);
    boolean plain =
        cell.isFeedForward() && cell.gates() == 1 && !only.isNormalised() && outputWidth() == nOut;
    return plain
        ? Optional.of(
            new CountedLayer(
                CountedLayer.Kind.DENSE, cell, (int) nIn, (int) nOut, !spikeColumns().isEmpty()))
        : Optional.empty();
  }

  /** Returns whether its integrators' weights have gains. */
  public boolean hasGains() {
    return gainedIntegrators && integrators > 0;
  }

  /** Returns whether these gains are to be set by counts; otherwise they stay 1. */
  public boolean countsChannels() {
    return hasGains() && !equalGains;
  }

  /**
   * Begins the integrators that have gains, by the log count ratios of the classes, in turn, where
   * they are set by counts. A readout behind this layer begins with each of them as its class's
   * score, and with nothing else: from random weights the scores come so late, behind the noise of
   * untrained neurons, that these have learned all by heart meanwhile.
   *
   * @param network a network whose first layer this is the configuration of
   * @param counts gives the counts of as many channels as the layer reads; not asked without need
   */
  public void beginIntegrators(MultiLayerNetwork network, Supplier<ChannelCounts> counts) {
    float[] gains = countsChannels() ? counts.get().logRatios(integrators) : new float[0];
    for (LayerUnit unit : units()) {
      if (unit.gained()) {
        if (countsChannels()) {
          INDArray own = network.getLayer(0).getParam(LayerUnit.INPUT_GAINS + unit.suffix());
          NativeFloats.set(own, gains);
        }
      }
    }
    if (network.getLayer(1).conf().getLayer() instanceof SpikeReadout readout) {
      readout.scoreClasses(network.getLayer(1), integrators);
    }
  }

  @Override
  public double meanThreshold(Map<String, INDArray> parameters) {
    return units().get(0).meanThreshold(parameters);
  }

  @Override
  Layer runner(NeuralNetConfiguration conf, DataType dataType) {
    return new SequenceLayerRunner(conf, dataType);
  }

  /**
   * Parameters of the units one after the other: W [inputs, gates * neurons], b [1, gates *
   * neurons], RW [neurons, gates * neurons] and rb [1, gates * neurons], so that the weights of one
   * input channel lie together; then the learned neuron parameters, [1, 1] or [1, neurons], and
   * gain, mean and variance, each [1, gates * neurons], where the unit is normalised ({@link
   * UnitNormalisation}); G [inputs, neurons], what the weights are multiplied by and no training
   * changes, where integrators have gains. The names end in the unit's suffix.
   */
  @Override
  public Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    units().forEach(unit -> shapes.putAll(unit.shapes()));
    return shapes;
  }

  @Override
  boolean isOfNeurons(String name) {
    return units().stream().anyMatch(unit -> unit.learnedShapes().containsKey(name));
  }

  @Override
  public Optional<Excitability> excitability() {
    return counted()
        .filter(CountedLayer::spiking)
        .map(plain -> Excitability.bias(LayerUnit.INPUT_BIAS));
  }

  @Override
  public boolean isWeight(String name) {
    return name.startsWith(LayerUnit.INPUT_WEIGHTS) || name.startsWith(LayerUnit.RECURRENT_WEIGHTS);
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    double bound = 1 / Math.sqrt((double) nOut);
    double inputBound = cell.inputBound(nIn, nOut);
    all.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), all.shape()));
    for (LayerUnit unit : units()) {
      if (inputBound != bound) {
        views.get(LayerUnit.INPUT_WEIGHTS + unit.suffix()).muli(inputBound / bound);
        views.get(LayerUnit.INPUT_BIAS + unit.suffix()).muli(inputBound / bound);
      }
      unit.spreadLearned(bound, views);
      if (unit.gained()) {
        // Nothing is known of a class before it is learned.
        views.get(LayerUnit.INPUT_WEIGHTS + unit.suffix()).assign(0);
        views.get(LayerUnit.INPUT_BIAS + unit.suffix()).assign(0);
        views.get(LayerUnit.INPUT_GAINS + unit.suffix()).assign(1);
      }
      if (unit.isNormalised()) {
        UnitNormalisation.initialise(views, unit.suffix(), unit.gain());
      }
    }
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType.InputTypeRecurrent oneUnit =
        (InputType.InputTypeRecurrent) super.getOutputType(layerIndex, inputType);
    return InputType.recurrent(outputWidth(), oneUnit.getTimeSeriesLength(), oneUnit.getFormat());
  }

  /** Builds a {@link SequenceLayer}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends KernelLayer.Builder<Builder> {
    private final List<Consumer<SequenceLayer>> settings = new ArrayList<>();

    /** A layer of neurons. */
    public Builder(NeuronCell cell) {
      settings.add(layer -> layer.cell = cell);
    }

    /**
     * A layer of neurons as {@link NeuronCell#parse} reads them, such as {@code leaky(beta = 0.9)}.
     */
    public Builder(String neuron) {
      this(NeuronCell.parse(neuron));
    }

    private Builder with(Consumer<SequenceLayer> setting) {
      settings.add(setting);
      return this;
    }

    /** Outputs of the layer: those of the cells by default, or the membrane potential. */
    public Builder output(CellOutput what) {
      return with(layer -> layer.output = what);
    }

    /** Runs a second cell with weights of its own from the last step to the first. */
    public Builder bidirectional() {
      return with(layer -> layer.bidirectional = true);
    }

    /**
     * Independent groups of cells side by side, each as the layer would be alone: with a readout
     * that has as many heads, an ensemble that is trained in one go.
     */
    public Builder members(int count) {
      return with(layer -> layer.members = count);
    }

    /** Leaky integrators beside the spiking cells of each member; see {@link IntegratorCell}. */
    public Builder integrators(int count, double beta) {
      with(layer -> layer.integrators = count);
      return with(layer -> layer.integratorBeta = beta);
    }

    /**
     * Gives the weights of the integrators gains that are not learned: what {@link
     * SequenceLayer#beginIntegrators} sets, 1 before. Their weights and biases begin as 0.
     *
     * @param equal whether they are 1 for good
     */
    public Builder gainedIntegrators(boolean equal) {
      with(layer -> layer.equalGains = equal);
      return with(layer -> layer.gainedIntegrators = true);
    }

    /**
     * Lets the spiking cells read only the first columns of the input; the integrators read all.
     */
    public Builder spikingInputs(int count) {
      return with(layer -> layer.spikingInputs = count);
    }

    /**
     * Normalises what the weights make of the input, over minibatch and time; see {@link
     * Normalisation}. Not done by default.
     *
     * @param gain what it is multiplied by before training, above 0; 1 as in PyTorch, more where
     *     the neurons would not reach their threshold
     */
    public Builder normalised(double gain) {
      return with(layer -> layer.normalisedGain = gain);
    }

    /**
     * Begins each window of a long sequence at rest, where the network is run window by window; by
     * default it goes on from the state that the window before ended in.
     */
    public Builder withoutCarriedState() {
      return with(layer -> layer.carriedState = false);
    }

    /**
     * Draws outputs and states before the first step of a training's sequences evenly from [0, 1),
     * as Bittar and Garner 2022 do; they are 0 by default, and always at inference.
     */
    public Builder randomStates() {
      return with(layer -> layer.randomStates = true);
    }

    /**
     * Adds to the training loss of a minibatch, and to its gradient, {@code strength (rate -
     * bound)^2} of each spiking neuron whose mean output over all steps of all examples is below
     * the least rate or above the most. Padding has no part in it, nor have integrators.
     *
     * @param least spikes per time step at least, from 0 to 1; 0 lets neurons be silent
     * @param most spikes per time step at most, from {@code least}; 0 for no bound
     * @param strength above 0
     */
    public Builder ratesWithin(double least, double most, double strength) {
      with(layer -> layer.leastRate = least);
      with(layer -> layer.mostRate = most);
      return with(layer -> layer.rateStrength = strength);
    }

    /**
     * Sets the layout of the input; dense by default. With events, nIn is the number of channels.
     */
    public Builder inputCoding(InputCoding coding) {
      return with(layer -> layer.inputCoding = coding);
    }

    @Override
    public SequenceLayer build() {
      return new SequenceLayer(this);
    }
  }
}
