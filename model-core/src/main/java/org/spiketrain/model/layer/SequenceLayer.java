package org.spiketrain.model.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.LeakyIntegratorCell;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Unit;

/**
 * Configuration shared by the layers that run over sequences: a DL4J layer for any {@code
 * MultiLayerNetwork} or {@code ComputationGraph}.
 *
 * <p>Input [batch, nIn, time] (or [batch, time, nIn] with {@code RNNFormat.NWC}), output [batch,
 * nOut, time]; bidirectional [batch, 2 nOut, time], forward outputs first; see {@link #units()}.
 * Padding is given by DL4J's mask [batch, time]: at a masked step output and state are zero.
 * Weights and biases start from U(-1/sqrt(nOut), 1/sqrt(nOut)) as in PyTorch and SpikingJelly,
 * unless the layer says otherwise; input and recurrence each have a bias. Networks must be of
 * {@code DataType.FLOAT}.
 */
public abstract class SequenceLayer extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private RecurrentCell cell;
  @JsonProperty private List<NeuronParameter> neuronParameters = List.of();
  @JsonProperty private CellOutput output = CellOutput.OUTPUT;
  @JsonProperty private boolean bidirectional;
  @JsonProperty private InputCoding inputCoding = InputCoding.DENSE;
  @JsonProperty private int members = 1;
  @JsonProperty private int integrators;
  @JsonProperty private double integratorBeta;
  @JsonProperty private int spikingInputs;
  @JsonProperty private boolean inputGradient = true;
  @JsonProperty private double normalisedGain;

  /** For deserialisation. */
  protected SequenceLayer() {}

  protected SequenceLayer(Builder<?> builder) {
    super(builder);
    this.cell = builder.cell();
    this.neuronParameters = builder.neuronParameters();
    this.output = builder.output;
    this.bidirectional = builder.bidirectional;
    this.inputCoding = builder.inputCoding;
    this.members = builder.members;
    this.integrators = builder.integrators;
    this.integratorBeta = builder.integratorBeta;
    this.spikingInputs = builder.spikingInputs;
    this.inputGradient = builder.inputGradient;
    this.normalisedGain = builder.normalisedGain;
  }

  /** The cell that this layer unrolls over time. */
  public RecurrentCell getCell() {
    return cell;
  }

  /** How the layer's input is laid out. */
  public InputCoding getInputCoding() {
    return inputCoding;
  }

  /** Independent groups of neurons side by side, at least 1. */
  public int getMembers() {
    return members;
  }

  /** Whether the gradient by the input is computed. */
  public boolean hasInputGradient() {
    return inputGradient;
  }

  /** Largest absolute value of an initial input weight or bias. */
  double inputBound() {
    return recurrentBound();
  }

  /** Largest absolute value of an initial recurrent weight or bias. */
  double recurrentBound() {
    return 1 / Math.sqrt((double) nOut);
  }

  /** The units in the order of their outputs: for each member forward, reverse, integrators. */
  public List<LayerUnit> units() {
    List<LayerUnit> units = new ArrayList<>();
    int all = (int) nIn;
    int some = spikingInputs == 0 ? all : spikingInputs;
    int neurons = (int) nOut;
    for (int m = 0; m < members; m++) {
      String member = m == 0 ? "" : Integer.toString(m);
      Unit forward = new Unit(cell, some, neurons, Direction.FORWARD, output);
      add(units, forward, neuronParameters, member);
      if (bidirectional) {
        Unit reverse = new Unit(cell, some, neurons, Direction.REVERSE, output);
        add(units, reverse, neuronParameters, member + "R");
      }
      if (integrators > 0) {
        RecurrentCell integrator = new LeakyIntegratorCell((float) integratorBeta);
        Unit unit = new Unit(integrator, all, integrators, Direction.FORWARD, CellOutput.OUTPUT);
        add(units, unit, List.of(), member + "I");
      }
    }
    return units;
  }

  private void add(
      List<LayerUnit> units, Unit unit, List<NeuronParameter> parameters, String suffix) {
    units.add(new LayerUnit(unit, parameters, suffix, width(units), normalisedGain));
  }

  private static int width(List<LayerUnit> units) {
    return units.stream().mapToInt(placed -> placed.unit().outputWidth()).sum();
  }

  /** Columns of the layer's output. */
  public int outputWidth() {
    return width(units());
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet(
        getClass().getSimpleName(), getLayerName(), layerIndex, getNIn(), getNOut());
    LayerStart.checkFloat(this, networkDataType);
    return LayerStart.complete(
        new SequenceLayerRunner(conf, networkDataType),
        conf,
        listeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public ParamInitializer initializer() {
    return SequenceParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType.InputTypeRecurrent oneUnit =
        (InputType.InputTypeRecurrent) super.getOutputType(layerIndex, inputType);
    return InputType.recurrent(outputWidth(), oneUnit.getTimeSeriesLength(), oneUnit.getFormat());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType.InputTypeRecurrent in = (InputType.InputTypeRecurrent) inputType;
    long steps = Math.max(1, in.getTimeSeriesLength());
    long parameters = initializer().numParams(this);
    long perExample = steps * outputWidth() * (cell.gates() + cell.states() + 2L);
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, parameters)
        .workingMemory(0, perExample, 0, perExample)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  private List<Object> settings() {
    return List.of(
        cell,
        neuronParameters,
        output,
        bidirectional,
        inputCoding,
        members,
        integrators,
        integratorBeta,
        spikingInputs,
        inputGradient,
        normalisedGain);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SequenceLayer that
        && settings().equals(that.settings());
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), settings());
  }

  /** What the builders of all these layers share. */
  @SuppressWarnings("unchecked") // T is the builder's own class
  public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
    private CellOutput output = CellOutput.OUTPUT;
    private boolean bidirectional;
    private InputCoding inputCoding = InputCoding.DENSE;
    private int members = 1;
    private int integrators;
    private double integratorBeta;
    private int spikingInputs;
    private boolean inputGradient = true;
    private double normalisedGain;

    protected Builder() {
      setRnnDataFormat(RNNFormat.NCW);
    }

    /** The cell that the settings make. */
    abstract RecurrentCell cell();

    /** What its neurons have besides their weights, in the cell's order. */
    List<NeuronParameter> neuronParameters() {
      return List.of();
    }

    /** What the layer gives on: its output by default, or the membrane potential. */
    public T output(CellOutput what) {
      this.output = what;
      return (T) this;
    }

    /** Runs a second cell with weights of its own from the last step to the first. */
    public T bidirectional() {
      this.bidirectional = true;
      return (T) this;
    }

    /**
     * Independent groups of cells side by side, each as the layer would be alone: with a readout
     * that has as many heads, an ensemble that is trained in one go.
     */
    public T members(int count) {
      this.members = count;
      return (T) this;
    }

    /**
     * Leaky integrators beside the spiking cells of each member; see {@link LeakyIntegratorCell}.
     */
    public T integrators(int count, double beta) {
      this.integrators = count;
      this.integratorBeta = beta;
      return (T) this;
    }

    /**
     * Lets the spiking cells read only the first columns of the input; the integrators read all.
     */
    public T spikingInputs(int count) {
      this.spikingInputs = count;
      return (T) this;
    }

    /**
     * Computes no gradient by the input. For a first layer, whose input nobody wants to change, it
     * would be a matrix product for nothing.
     */
    public T withoutInputGradient() {
      this.inputGradient = false;
      return (T) this;
    }

    /**
     * Normalises what the weights make of the input, over minibatch and time; see {@link
     * Normalisation}. Not done by default.
     *
     * @param gain what it is multiplied by before training, above 0; 1 as in PyTorch, more where
     *     the neurons would not reach their threshold
     */
    public T normalised(double gain) {
      this.normalisedGain = gain;
      return (T) this;
    }

    /** How the input is laid out; dense by default. With events, nIn is the number of channels. */
    public T inputCoding(InputCoding coding) {
      this.inputCoding = coding;
      return (T) this;
    }
  }
}
