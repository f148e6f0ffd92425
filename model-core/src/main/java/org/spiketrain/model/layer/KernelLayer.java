package org.spiketrain.model.layer;

import java.util.Collection;
import java.util.List;
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
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J layers over sequences that run on our kernels, for any {@code MultiLayerNetwork} or {@code
 * ComputationGraph} of {@code DataType.FLOAT}.
 *
 * <p>Input [batch, nIn, time] (or [batch, time, nIn] with {@code RNNFormat.NWC}), output likewise.
 */
public abstract class KernelLayer extends BaseRecurrentLayer
    implements NetworkLayer, NamedParameters.Source {
  private static final long serialVersionUID = 1L;

  @JsonProperty private boolean inputGradient = true;

  /** For deserialisation. */
  protected KernelLayer() {}

  protected KernelLayer(Builder<?> builder) {
    super(builder);
    this.inputGradient = builder.inputGradient;
  }

  /** Returns whether the gradient by the input is computed. */
  public final boolean hasInputGradient() {
    return inputGradient;
  }

  @Override
  public final int inputWidth() {
    return (int) nIn;
  }

  /**
   * Returns whether a parameter belongs to the neurons' equations, as decays and thresholds do, and
   * is no weight or bias.
   */
  abstract boolean isOfNeurons(String name);

  /**
   * Lets the parameters of the neurons' equations be updated otherwise than weights and biases.
   *
   * @param layers of a network; others than these have none
   * @param updater theirs
   */
  public static void updateNeurons(
      List<org.deeplearning4j.nn.conf.layers.Layer> layers, IUpdater updater) {
    for (org.deeplearning4j.nn.conf.layers.Layer layer : layers) {
      if (layer instanceof KernelLayer kernel) {
        // DL4J stores an updater of the biases beside that of all parameters; ours have the latter.
        kernel.setBiasUpdater(updater);
      }
    }
  }

  @Override
  public final IUpdater getUpdaterByParam(String name) {
    IUpdater ofNeurons = getBiasUpdater();
    return ofNeurons != null && isOfNeurons(name) ? ofNeurons : getIUpdater();
  }

  /** A layer that computes on this one's configuration. */
  abstract Layer runner(NeuralNetConfiguration conf, DataType dataType);

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
    if (networkDataType != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "Layer '%s' computes in FLOAT, but the network's data type is %s"
              .formatted(getLayerName(), networkDataType));
    }
    return NamedParameters.complete(
        runner(conf, networkDataType),
        conf,
        listeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public final ParamInitializer initializer() {
    return NamedParameters.INSTANCE;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(TimeMajor.sequence(getClass().getSimpleName(), inputType), override);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    InputType.InputTypeRecurrent in = (InputType.InputTypeRecurrent) inputType;
    long steps = Math.max(1, in.getTimeSeriesLength());
    long perExample = steps * (trainingFloats() + outputWidth());
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, parameters)
        .workingMemory(0, perExample, 0, perExample)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return NamedParameters.equal(this, other);
  }

  @Override
  public int hashCode() {
    return NamedParameters.hash(this);
  }

  /** Settings that the builders of all these layers share. */
  @SuppressWarnings("unchecked") // T is the builder's own class
  public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
    private boolean inputGradient = true;

    protected Builder() {
      setRnnDataFormat(RNNFormat.NCW);
    }

    /** Computes no gradient by the input: a matrix product that nobody wants of a first layer. */
    public T withoutInputGradient() {
      this.inputGradient = false;
      return (T) this;
    }
  }
}
