package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.PooledNeuronsKernel;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * Neurons without weights behind a {@link SpikingConvolution}: each integrates one column of the
 * input over time. Where parts of the columns share neurons, one set of neurons runs over the first
 * part, then the next, within every time step, carrying its state along: so the one {@code lif1} of
 * the published code of Lv, Xu and Zheng (2023) serves the filters of all widths in turn, while
 * their paper gives each width its own.
 *
 * <p>Input and output [batch, size, time]. Parameters: the learned neuron parameters, if there are
 * any.
 */
public final class PooledNeurons extends WordNeurons {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int sharing = 1;

  /** For deserialisation. */
  public PooledNeurons() {}

  private PooledNeurons(Builder builder) {
    super(builder, builder.neurons);
    sharing = builder.sharing;
  }

  @Override
  LayerUnit neurons() {
    return unit((int) nIn, (int) nOut / sharing);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    nOut = nIn;
    if (nIn % sharing != 0) {
      throw new IllegalStateException(
          "%d columns cannot be cut into %d equal parts that share neurons"
              .formatted(nIn, sharing));
    }
  }

  @Override
  Runner runner(NeuralNetConfiguration conf, DataType dataType) {
    return new Runner(conf, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public Map<String, long[]> parameterShapes() {
    return neurons().learnedShapes();
  }

  @Override
  public Optional<Excitability> excitability() {
    return Optional.of(LayerUnit.THRESHOLD)
        .filter(parameterShapes()::containsKey)
        .map(Excitability::threshold);
  }

  @Override
  public boolean isWeight(String name) {
    return false;
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    all.assign(Nd4j.rand(-1, 1, Nd4j.getRandom(), all.shape()));
    neurons().spreadLearned(1, views);
  }

  @Override
  public InferenceStage inference(Map<String, INDArray> parameters) {
    return kernel().inference(neurons().neuronValues(parameters));
  }

  private PooledNeuronsKernel kernel() {
    return new PooledNeuronsKernel(cell(), neurons().unit().neurons(), sharing);
  }

  @Override
  public long trainingFloats() {
    return 0;
  }

  @Override
  CountedLayer.Kind kind() {
    return CountedLayer.Kind.POOLED;
  }

  @Override
  public List<Integer> spikeColumns() {
    return cell().isSpiking() ? IntStream.range(0, (int) nOut).boxed().toList() : List.of();
  }

  private static final class Runner extends WordLayerRunner<PooledNeurons> {
    private final transient PooledNeuronsKernel kernel;
    private final transient LayerUnit.Neurons neurons;

    Runner(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
      PooledNeurons layer = (PooledNeurons) conf.getLayer();
      kernel = layer.kernel();
      neurons = new LayerUnit.Neurons(layer.neurons());
    }

    @Override
    void forward(SequenceShape shape, NativeRows x, NativeRows y) {
      kernel.forward(shape, x, neurons.values(parameters()), y);
    }

    @Override
    void backward(SequenceShape shape, NativeRows x, NativeRows gradY, NativeRows gradX) {
      kernel.backward(shape, x, neurons.values(parameters()), gradY, gradX, neurons.gradients());
      neurons.store(parameters(), gradients());
    }
  }

  /** Builds {@link PooledNeurons}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends KernelLayer.Builder<Builder> {
    private final NeuronCell neurons;
    private int sharing = 1;

    /** Neurons of these equations. */
    public Builder(NeuronCell neurons) {
      this.neurons = neurons;
    }

    /** Lets so many equal parts of the columns share neurons; 1 by default, none do. */
    public Builder sharing(int parts) {
      this.sharing = parts;
      return this;
    }

    @Override
    public PooledNeurons build() {
      return new PooledNeurons(this);
    }
  }
}
