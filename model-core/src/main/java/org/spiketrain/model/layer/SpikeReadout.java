package org.spiketrain.model.layer;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.kernel.Pooling;

/**
 * Output layer that reads a spike sequence [batch, nIn, time] out into class probabilities [batch,
 * nOut]: pooled over time, one linear layer, softmax, loss, all in one pass. Padding is given by
 * the mask [batch, time]. Weights and biases start from U(-1/sqrt(nIn), 1/sqrt(nIn)) as PyTorch's
 * linear layer.
 */
public final class SpikeReadout extends BaseOutputLayer implements SequenceReadout.Source {
  private static final long serialVersionUID = 1L;

  @JsonProperty private SequenceLoss loss;
  @JsonProperty private Pooling pooling;
  @JsonProperty private RNNFormat format;
  @JsonProperty private double pooledDropout;
  @JsonProperty private int heads = 1;

  /** For deserialisation. */
  public SpikeReadout() {}

  private SpikeReadout(Builder builder) {
    super(builder);
    loss = builder.loss;
    pooling = builder.pooling;
    format = builder.format;
    pooledDropout = builder.pooledDropout;
    heads = builder.heads;
  }

  @Override
  public SequenceLoss getLoss() {
    return loss;
  }

  /** Pooling of the sequence over time. */
  public Pooling getPooling() {
    return pooling;
  }

  /** Layout of the input. */
  public RNNFormat getFormat() {
    return format;
  }

  /** Linear classifiers, each on an equal part of the input. */
  public int getHeads() {
    return heads;
  }

  /** Fraction of the pooled vector's entries dropped in training, in [0, 1). */
  public double getPooledDropout() {
    return pooledDropout;
  }

  @Override
  public SequenceReadout readout(Map<String, INDArray> parameters) {
    InferenceReadout linear =
        new InferenceReadout(
            pooling,
            heads,
            NativeFloats.copy(parameters.get("W")),
            NativeFloats.copy(parameters.get("b")));
    return new SequenceReadout.Linear(linear, loss);
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
        "SpikeReadout", getLayerName(), layerIndex, getNIn(), getNOut());
    return LayerStart.complete(
        new SpikeReadoutRunner(conf, networkDataType),
        conf,
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public ParamInitializer initializer() {
    return SpikeReadoutParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(nOut);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    InputType.InputTypeRecurrent sequence = TimeMajor.sequence("SpikeReadout", inputType);
    if (nIn <= 0 || override) {
      nIn = sequence.getSize();
    }
    format = sequence.getFormat();
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SpikeReadout that
        && Objects.equals(loss, that.loss)
        && pooling == that.pooling
        && format == that.format
        && pooledDropout == that.pooledDropout
        && heads == that.heads;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof SpikeReadout;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), loss, pooling, format, pooledDropout, heads);
  }

  /** Builds a {@link SpikeReadout}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final SequenceLoss loss;
    private Pooling pooling = Pooling.LAST_STEP;
    private RNNFormat format = RNNFormat.NCW;
    private double pooledDropout;
    private int heads = 1;

    /**
     * @param loss loss of one example; a minibatch's is their mean
     */
    public Builder(SequenceLoss loss) {
      super(new LossMCXENT());
      activation(new ActivationSoftmax());
      this.loss = loss;
    }

    /** Sets the pooling of the sequence over time; the last step by default. */
    public Builder pooling(Pooling pooling) {
      this.pooling = pooling;
      return this;
    }

    /**
     * Fraction of the pooled vector's entries dropped in training (the rest is scaled up), in [0,
     * 1); DL4J's own {@code dropOut} would drop single spikes before pooling.
     */
    public Builder pooledDropout(double fraction) {
      this.pooledDropout = fraction;
      return this;
    }

    /**
     * Linear classifiers, each on an equal part of the input's columns and with its own loss; the
     * probabilities are the mean of theirs.
     */
    public Builder heads(int count) {
      this.heads = count;
      return this;
    }

    /** Layout of the input; [batch, size, time] by default. */
    public Builder dataFormat(RNNFormat format) {
      this.format = format;
      return this;
    }

    @Override
    public SpikeReadout build() {
      return new SpikeReadout(this);
    }
  }
}
