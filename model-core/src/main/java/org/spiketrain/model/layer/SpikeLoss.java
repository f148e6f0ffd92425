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
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.SequenceLoss;

/**
 * Output layer without parameters that reads the last neurons over time, spikes or membrane
 * potentials [batch, nIn, time], into a loss and into class scores [batch, nOut]: spike counts, or
 * highest membrane potentials. With more inputs than classes these are populations; see {@link
 * SequenceLoss}. Padding is given by the mask [batch, time].
 */
public final class SpikeLoss extends BaseOutputLayer implements SequenceReadout.Source {
  private static final long serialVersionUID = 1L;

  @JsonProperty private SequenceLoss loss;
  @JsonProperty private RNNFormat format;

  /** For deserialisation. */
  public SpikeLoss() {}

  private SpikeLoss(Builder builder) {
    super(builder);
    loss = builder.loss;
    format = builder.format;
  }

  @Override
  public SequenceLoss getLoss() {
    return loss;
  }

  /** Layout of the input. */
  public RNNFormat getFormat() {
    return format;
  }

  @Override
  public SequenceReadout readout(Map<String, INDArray> parameters) {
    return new SequenceReadout.Scores(loss, (int) nOut);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    return LayerStart.complete(
        new SpikeLossRunner(conf, networkDataType),
        conf,
        listeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public ParamInitializer initializer() {
    return EmptyParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(nOut);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    InputType.InputTypeRecurrent sequence = TimeMajor.sequence("SpikeLoss", inputType);
    nIn = nIn <= 0 || override ? sequence.getSize() : nIn;
    nOut = nOut <= 0 ? nIn : nOut;
    format = sequence.getFormat();
    if (nIn % nOut != 0) {
      throw new IllegalStateException(
          "%d outputs cannot be shared equally by %d classes".formatted(nIn, nOut));
    }
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SpikeLoss that
        && Objects.equals(loss, that.loss)
        && format == that.format;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof SpikeLoss;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), loss, format);
  }

  /** Builds a {@link SpikeLoss}; nOut is the number of classes, nIn unless it is set. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final SequenceLoss loss;
    private RNNFormat format = RNNFormat.NCW;

    /**
     * @param loss loss of one example; a minibatch's is their mean
     */
    public Builder(SequenceLoss loss) {
      super(new LossMSE());
      activation(new ActivationIdentity());
      this.loss = loss;
    }

    /** Layout of the input; [batch, size, time] by default. */
    public Builder dataFormat(RNNFormat format) {
      this.format = format;
      return this;
    }

    @Override
    public SpikeLoss build() {
      return new SpikeLoss(this);
    }
  }
}
