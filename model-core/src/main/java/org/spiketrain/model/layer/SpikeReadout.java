package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.kernel.Pooling;

/**
 * Output layer that reads a spike sequence [batch, nIn, time] out into class probabilities [batch,
 * nOut]: pooled over time, one linear layer, softmax, loss, all in one pass. Parameters: W [nIn,
 * nOut] row-major and b [heads, nOut], which start from U(-1/sqrt(nIn), 1/sqrt(nIn)) as PyTorch's
 * linear layer, with the nIn of one head.
 */
public final class SpikeReadout extends SequenceOutput {
  private static final long serialVersionUID = 1L;

  static final String WEIGHTS = "W";
  static final String BIAS = "b";

  @JsonProperty private Pooling pooling;
  @JsonProperty private double pooledDropout;
  @JsonProperty private int heads = 1;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonProperty
  private float[] logitOffsets = {};

  /** For deserialisation. */
  public SpikeReadout() {}

  private SpikeReadout(Builder builder) {
    super(builder);
    pooling = builder.pooling;
    pooledDropout = builder.pooledDropout;
    heads = builder.heads;
  }

  /** A layer's configuration as a readout; empty where it is another. */
  public static Optional<SpikeReadout> find(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return conf instanceof SpikeReadout readout ? Optional.of(readout) : Optional.empty();
  }

  /** How the sequence becomes the vector that is multiplied with the weights. */
  public Pooling pooling() {
    return pooling;
  }

  /** Returns whether the outputs of all steps go into its answer, not those of the last alone. */
  public boolean readsAllSteps() {
    return pooling != Pooling.LAST_STEP;
  }

  /** For each input, how many of its weights are not 0, from the layer's parameters. */
  public int[] fanOut(Map<String, INDArray> parameters) {
    return SynapseCounts.byRow(NativeFloats.copy(parameters.get(WEIGHTS)), (int) getNOut());
  }

  double pooledDropout() {
    return pooledDropout;
  }

  int heads() {
    return heads;
  }

  /** What training adds to the scores of each class; empty for nothing. */
  float[] logitOffsets() {
    return logitOffsets;
  }

  /**
   * Lets training add a number to the scores of each class before they become probabilities, so
   * that the scores themselves learn to do without (Menon et al. 2021, "Long-tail learning via
   * logit adjustment", equation 10). What the trained readout answers has none.
   *
   * @param offsets one a class; empty for nothing
   */
  public void setLogitOffsets(List<Double> offsets) {
    logitOffsets = new float[offsets.size()];
    for (int c = 0; c < logitOffsets.length; c++) {
      logitOffsets[c] = offsets.get(c).floatValue();
    }
  }

  @Override
  public SequenceReadout readout(Map<String, INDArray> parameters) {
    InferenceReadout linear =
        new InferenceReadout(
            pooling,
            heads,
            NativeFloats.copy(parameters.get(WEIGHTS)),
            NativeFloats.copy(parameters.get(BIAS)));
    return new SequenceReadout.Linear(linear, getLoss());
  }

  @Override
  SpikeReadoutRunner runner(NeuralNetConfiguration conf, DataType dataType) {
    return new SpikeReadoutRunner(conf, dataType);
  }

  @Override
  public Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHTS, new long[] {nIn, nOut});
    shapes.put(BIAS, new long[] {heads, nOut});
    return shapes;
  }

  @Override
  public boolean isWeight(String name) {
    return name.equals(WEIGHTS);
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    double bound = 1 / Math.sqrt((double) nIn / heads);
    all.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), all.shape()));
  }

  /**
   * Lets some columns of each head, each of a class in turn, begin as the scores of their classes,
   * and all others as nothing.
   *
   * @param runner the layer of a network that this is the configuration of
   * @param count how many of a head's last columns these are
   */
  void scoreClasses(Layer runner, int count) {
    int classes = (int) nOut;
    int columns = (int) nIn / heads;
    float[] weights = new float[heads * columns * classes];
    for (int head = 0; head < heads; head++) {
      int first = head * columns + columns - count;
      for (int j = 0; j < count; j++) {
        weights[(first + j) * classes + j % classes] = 1f;
      }
    }
    NativeFloats.set(runner.getParam(WEIGHTS), weights);
  }

  /** Builds a {@link SpikeReadout}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceOutput.Builder<Builder> {
    private Pooling pooling = Pooling.LAST_STEP;
    private double pooledDropout;
    private int heads = 1;

    /** A layer by the loss of one example; a minibatch's is their mean. */
    public Builder(SequenceLoss loss) {
      super(loss, new LossMCXENT(), new ActivationSoftmax());
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

    @Override
    public SpikeReadout build() {
      return new SpikeReadout(this);
    }
  }
}
