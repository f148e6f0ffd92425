package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.ConvolutionKernel;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.neuron.ReluCell;

/**
 * Convolution over the words of a sentence with filters of several widths, neurons at every
 * position where one fits, and their mean over the sentence (Lv, Xu and Zheng 2023, "Spiking
 * Convolutional Neural Networks for Text Classification"); see {@link ConvolutionKernel}.
 *
 * <p>Input [batch, words * dimensions, time], word by word; output [batch, widths * filters, time],
 * the mean over all positions, padding included, in the order of the widths. With rectifiers as
 * neurons and one time step it is the first layer of the ANN that can be converted.
 */
public final class SpikingConvolution extends WordNeurons {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int words;
  @JsonProperty private List<Integer> widths = List.of();
  @JsonProperty private int filters;

  /** For deserialisation. */
  public SpikingConvolution() {}

  private SpikingConvolution(Builder builder) {
    super(builder, builder.neurons);
    words = builder.words;
    widths = List.copyOf(builder.widths);
    filters = builder.filters;
    setNOut((long) filters * widths.size());
  }

  /**
   * The convolution's sizes.
   *
   * @throws IllegalArgumentException if the words do not share the inputs equally
   */
  public SentenceConvolution size() {
    if (nIn % words != 0) {
      throw new IllegalArgumentException(
          "%d inputs are not those of %d words".formatted(nIn, words));
    }
    return new SentenceConvolution(words, (int) (nIn / words), widths, filters);
  }

  /** Words that the filters read, ascending. */
  public List<Integer> widths() {
    return widths;
  }

  @Override
  LayerUnit neurons() {
    return unit((int) nIn, (int) nOut);
  }

  @Override
  WordLayerRunner<?> runner(NeuralNetConfiguration conf, DataType dataType) {
    return new SpikingConvolutionRunner(conf, dataType);
  }

  @Override
  public ParamInitializer initializer() {
    return ConvolutionWeights.INSTANCE;
  }

  @Override
  public InferenceConvolution inference(Map<String, INDArray> parameters) {
    return new InferenceConvolution(
        size(),
        cell(),
        IntStream.range(0, size().widest())
            .mapToObj(offset -> parameters.get(ConvolutionWeights.weights(offset)))
            .map(NativeFloats::copy)
            .toList(),
        NativeFloats.copy(parameters.get(ConvolutionWeights.BIAS)),
        neurons().neuronValues(parameters));
  }

  @Override
  public long trainingFloats() {
    return ConvolutionKernel.trainingFloats(size());
  }

  @Override
  CountedLayer.Kind kind() {
    return CountedLayer.Kind.CONVOLUTION;
  }

  /** The means of the spikes are none. */
  @Override
  public List<Integer> spikeColumns() {
    return List.of();
  }

  @Override
  public Optional<SentenceConvolution> convolved() {
    return Optional.of(size());
  }

  @Override
  public Optional<InferenceConvolution> convolution(Map<String, INDArray> parameters) {
    return Optional.of(inference(parameters));
  }

  @Override
  List<Object> sizes() {
    return List.of(words, widths, filters);
  }

  /** Builds a {@link SpikingConvolution}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends KernelLayer.Builder<Builder> {
    private final int words;
    private final List<Integer> widths;
    private final int filters;
    private NeuronCell neurons = new ReluCell();

    /**
     * @param words words of a sentence, padding included; they share the inputs equally
     * @param widths words that a filter reads, ascending
     * @param filters filters of each width
     */
    public Builder(int words, List<Integer> widths, int filters) {
      this.words = words;
      this.widths = widths;
      this.filters = filters;
    }

    /** The neurons behind the filters; rectifiers by default. */
    public Builder neurons(NeuronCell cell) {
      this.neurons = cell;
      return this;
    }

    @Override
    public SpikingConvolution build() {
      return new SpikingConvolution(this);
    }
  }
}
