package org.spiketrain.model.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.SequenceLoss;

/**
 * DL4J output layers that read a sequence [batch, nIn, time] into the scores of classes [batch,
 * nOut] and a loss. Padding is given by the mask [batch, time].
 */
public abstract class SequenceOutput extends BaseOutputLayer
    implements SequenceReadout.Source, NamedParameters.Source {
  private static final long serialVersionUID = 1L;

  @JsonProperty private SequenceLoss loss;
  @JsonProperty private RNNFormat format;

  /** For deserialisation. */
  protected SequenceOutput() {}

  protected SequenceOutput(Builder<?> builder) {
    super(builder);
    loss = builder.loss;
    format = builder.format;
  }

  @Override
  public final SequenceLoss getLoss() {
    return loss;
  }

  final RNNFormat format() {
    return format;
  }

  /** A layer that computes on this one's configuration. */
  abstract OutputRunner<?> runner(NeuralNetConfiguration conf, DataType dataType);

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet(
        getClass().getSimpleName(), getLayerName(), layerIndex, nIn, nOut);
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
  public final InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(nOut);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    InputType.InputTypeRecurrent sequence =
        TimeMajor.sequence(getClass().getSimpleName(), inputType);
    nIn = nIn <= 0 || override ? sequence.getSize() : nIn;
    format = sequence.getFormat();
  }

  @Override
  public final InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public final boolean equals(Object other) {
    return NamedParameters.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return NamedParameters.hash(this);
  }

  /** Settings that the builders of both layers share. */
  @SuppressWarnings("unchecked") // T is the builder's own class
  public abstract static class Builder<T extends Builder<T>> extends BaseOutputLayer.Builder<T> {
    private final SequenceLoss loss;
    private RNNFormat format = RNNFormat.NCW;

    /** A layer by the loss of one example; a minibatch's is their mean. */
    Builder(SequenceLoss loss, ILossFunction nominal, IActivation activation) {
      super(nominal);
      activation(activation);
      this.loss = loss;
    }

    /** Layout of the input; [batch, size, time] by default. */
    public T dataFormat(RNNFormat format) {
      this.format = format;
      return (T) this;
    }
  }
}
