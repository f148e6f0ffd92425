package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Unit;

/**
 * What the layers of a network for sentences share: neurons that walk along time without recurrent
 * weights. Sequences as in {@link SequenceLayer}; padded time steps there are none.
 */
public abstract class WordLayer extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private NeuronSettings neurons = NeuronSettings.relu();
  @JsonProperty private boolean inputGradient = true;

  /** For deserialisation. */
  protected WordLayer() {}

  protected WordLayer(Builder<?> builder, NeuronSettings neurons) {
    super(builder);
    this.neurons = neurons;
    this.inputGradient = builder.inputGradient;
  }

  /** Equations of the neurons. */
  public RecurrentCell cell() {
    return neurons.cell();
  }

  /** What the neurons have besides their equations, in the cell's order. */
  public List<NeuronParameter> neuronParameters() {
    return neurons.parameters();
  }

  /** Whether the gradient by the input is computed. */
  public boolean hasInputGradient() {
    return inputGradient;
  }

  /** Neurons of this layer as its one unit. */
  LayerUnit unit(int inputs, int count) {
    Unit unit = new Unit(cell(), inputs, count, Direction.FORWARD, CellOutput.OUTPUT);
    return new LayerUnit(unit, neurons.parameters(), "", 0, 0);
  }

  /** This layer for inference, with a copy of its parameters. */
  public abstract InferenceStage inference(Map<String, INDArray> parameters);

  /** Floats off the heap that training keeps for one step of one example. */
  abstract long trainingFloats();

  /** What makes two layers of a class differ besides their neurons. */
  abstract List<Object> settings();

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(TimeMajor.sequence(getClass().getSimpleName(), inputType), override);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long perExample = trainingFloats();
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, parameters)
        .workingMemory(0, perExample, 0, perExample)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof WordLayer that
        && neurons.equals(that.neurons)
        && inputGradient == that.inputGradient
        && settings().equals(that.settings());
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), neurons, inputGradient, settings());
  }

  /** What the builders of these layers share. */
  @SuppressWarnings("unchecked") // T is the builder's own class
  public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
    private boolean inputGradient = true;

    protected Builder() {
      setRnnDataFormat(RNNFormat.NCW);
    }

    /** Computes no gradient by the input, which nobody wants of a first layer's. */
    public T withoutInputGradient() {
      this.inputGradient = false;
      return (T) this;
    }
  }
}
