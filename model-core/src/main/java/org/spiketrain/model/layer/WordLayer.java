package org.spiketrain.model.layer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.kernel.InferenceStage;

/**
 * What the layers of a network for sentences share. Sequences as in {@link SequenceLayer}; padded
 * time steps there are none.
 */
public abstract class WordLayer extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private boolean inputGradient = true;

  /** For deserialisation. */
  protected WordLayer() {}

  protected WordLayer(Builder<?> builder) {
    super(builder);
    this.inputGradient = builder.inputGradient;
  }

  /** Whether the gradient by the input is computed. */
  public boolean hasInputGradient() {
    return inputGradient;
  }

  /** This layer for inference, with a copy of its parameters. */
  public abstract InferenceStage inference(Map<String, INDArray> parameters);

  /** Floats off the heap that training keeps for one step of one example. */
  abstract long trainingFloats();

  /** What makes two layers of a class differ besides their inputs. */
  abstract List<Object> settings();

  /** A layer that computes on this one's configuration. */
  abstract WordLayerRunner<?> runner(NeuralNetConfiguration conf, DataType dataType);

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerStart.checkFloat(this, networkDataType);
    return LayerStart.complete(
        runner(conf, networkDataType),
        conf,
        listeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

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
        && inputGradient == that.inputGradient
        && settings().equals(that.settings());
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputGradient, settings());
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
