package org.spiketrain.model.layer;

import java.util.Collection;
import java.util.Map;
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
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.RecurrentCell;

/**
 * Configuration shared by the spiking recurrent layers: a DL4J layer for any {@code
 * MultiLayerNetwork} or {@code ComputationGraph}.
 *
 * <p>Input [batch, nIn, time] (or [batch, time, nIn] with {@code RNNFormat.NWC}), output [batch,
 * nOut, time]; bidirectional [batch, 2 nOut, time], forward outputs first. Padding is given by
 * DL4J's mask [batch, time]: at a masked step output and state are zero. Weights and biases start
 * from U(-1/sqrt(nOut), 1/sqrt(nOut)) as in PyTorch and SpikingJelly; input and recurrence each
 * have a bias. Networks must be of {@code DataType.FLOAT}.
 */
public abstract class SpikingRecurrent extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  private boolean bidirectional;
  private InputCoding inputCoding = InputCoding.DENSE;

  /** For deserialisation. */
  protected SpikingRecurrent() {}

  protected SpikingRecurrent(Builder<?> builder) {
    super(builder);
    this.bidirectional = builder.bidirectional;
    this.inputCoding = builder.inputCoding;
  }

  /** The cell that this layer unrolls over time. */
  public abstract RecurrentCell cell();

  public boolean isBidirectional() {
    return bidirectional;
  }

  /** For deserialisation. */
  public void setBidirectional(boolean bidirectional) {
    this.bidirectional = bidirectional;
  }

  /** How the layer's input is laid out. */
  public InputCoding getInputCoding() {
    return inputCoding;
  }

  /** For deserialisation. */
  public void setInputCoding(InputCoding inputCoding) {
    this.inputCoding = inputCoding;
  }

  /** Number of directions: 1, or 2 if bidirectional. */
  public int directions() {
    return bidirectional ? 2 : 1;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet(
        getClass().getSimpleName(), getLayerName(), layerIndex, getNIn(), getNOut());
    if (networkDataType != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "Layer '%s' computes in FLOAT, but the network's data type is %s"
              .formatted(getLayerName(), networkDataType));
    }
    SpikingRecurrentLayer layer = new SpikingRecurrentLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    Map<String, INDArray> paramTable = initializer().init(conf, layerParamsView, initializeParams);
    layer.setParamTable(paramTable);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return SpikingRecurrentParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType.InputTypeRecurrent oneDirection =
        (InputType.InputTypeRecurrent) super.getOutputType(layerIndex, inputType);
    return InputType.recurrent(
        nOut * directions(), oneDirection.getTimeSeriesLength(), oneDirection.getFormat());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType.InputTypeRecurrent in = (InputType.InputTypeRecurrent) inputType;
    long steps = Math.max(1, in.getTimeSeriesLength());
    long parameters = initializer().numParams(this);
    long perExample = steps * directions() * nOut * (cell().gates() + 3L);
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
        && other instanceof SpikingRecurrent that
        && bidirectional == that.bidirectional
        && inputCoding == that.inputCoding;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), bidirectional, inputCoding);
  }

  /** What the builders of all spiking recurrent layers share. */
  public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
    private boolean bidirectional;
    private InputCoding inputCoding = InputCoding.DENSE;

    protected Builder() {
      setRnnDataFormat(RNNFormat.NCW);
    }

    /** Runs a second cell with weights of its own from the last step to the first. */
    @SuppressWarnings("unchecked")
    public T bidirectional() {
      this.bidirectional = true;
      return (T) this;
    }

    /** How the input is laid out; dense by default. With events, nIn is the number of channels. */
    @SuppressWarnings("unchecked")
    public T inputCoding(InputCoding coding) {
      this.inputCoding = coding;
      return (T) this;
    }
  }
}
