package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.ConvolutionKernel;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.neuron.ReluCell;

/**
 * Convolution over the words of a sentence with filters of several widths, neurons at every
 * position where one fits, and their mean over the sentence (Lv, Xu and Zheng 2023, "Spiking
 * Convolutional Neural Networks for Text Classification"); see {@link ConvolutionKernel}.
 *
 * <p>Input [batch, words * dimensions, time], word by word; output [batch, widths * filters, time],
 * the mean over the positions, in the order of the widths: over all, padding included, as
 * published, or those where a filter's first word is there, so that a phrase of few words counts as
 * much as a long sentence. With rectifiers as neurons and one time step it is the first layer of
 * the ANN that can be converted.
 *
 * <p>All inputs have much in common, rates that lie around a half, and what a filter does to that
 * moves with every step of a training that treats each weight alike, as Adam does. Where the
 * gradient is centred its mean over the weights of a filter is taken off (Yong et al. 2020,
 * "Gradient centralization"), and the bias alone moves it.
 *
 * <p>Parameters: for each offset k within a filter Wk [dimensions, columns of the filters that
 * reach so far], b [1, columns], then the learned neuron parameters. Weights and bias of a filter
 * start from U(-1/sqrt(width * dimensions), 1/sqrt(width * dimensions)) as in PyTorch's
 * convolutions.
 */
public final class SpikingConvolution extends WordNeurons {
  private static final long serialVersionUID = 1L;

  /** Name of the bias of the filters. */
  public static final String BIAS = "b";

  private static final String WEIGHTS = "W";

  @JsonProperty private int words;
  @JsonProperty private List<Integer> widths = List.of();
  @JsonProperty private int filters;
  @JsonProperty private boolean centred;
  @JsonProperty private boolean wordsAlone;

  /** For deserialisation. */
  public SpikingConvolution() {}

  private SpikingConvolution(Builder builder) {
    super(builder, builder.neurons);
    words = builder.words;
    widths = List.copyOf(builder.widths);
    filters = builder.filters;
    centred = builder.centred;
    wordsAlone = builder.wordsAlone;
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
    return new SentenceConvolution(words, (int) (nIn / words), widths, filters, wordsAlone);
  }

  /** Words that the filters read, ascending. */
  List<Integer> widths() {
    return widths;
  }

  /** Name of the weights at an offset within a filter. */
  public static String weights(int offset) {
    return WEIGHTS + offset;
  }

  @Override
  LayerUnit neurons() {
    return unit((int) nIn, (int) nOut);
  }

  @Override
  Runner runner(NeuralNetConfiguration conf, DataType dataType) {
    return new Runner(conf, dataType);
  }

  @Override
  public Map<String, long[]> parameterShapes() {
    SentenceConvolution size = size();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int offset = 0; offset < size.widest(); offset++) {
      shapes.put(weights(offset), new long[] {size.dimensions(), size.columnsAt(offset)});
    }
    shapes.put(BIAS, new long[] {1, size.columns()});
    shapes.putAll(neurons().learnedShapes());
    return shapes;
  }

  @Override
  public Optional<Excitability> excitability() {
    return Optional.of(Excitability.bias(BIAS)).filter(unused -> cell().isSpiking());
  }

  @Override
  public boolean isWeight(String name) {
    return name.startsWith(WEIGHTS);
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    SentenceConvolution size = size();
    all.assign(Nd4j.rand(-1, 1, Nd4j.getRandom(), all.shape()));
    for (int offset = 0; offset < size.widest(); offset++) {
      views.get(weights(offset)).muliRowVector(bounds(size, size.firstColumn(offset)));
    }
    views.get(BIAS).muliRowVector(bounds(size, 0));
    neurons().spreadLearned(1, views);
  }

  private static INDArray bounds(SentenceConvolution size, int firstColumn) {
    float[] bounds = new float[size.columns() - firstColumn];
    for (int j = 0; j < bounds.length; j++) {
      bounds[j] = (float) (1 / Math.sqrt((double) size.width(firstColumn + j) * size.dimensions()));
    }
    return NativeFloats.rowVector(bounds);
  }

  @Override
  public InferenceConvolution inference(Map<String, INDArray> parameters) {
    return new InferenceConvolution(
        size(),
        cell(),
        IntStream.range(0, size().widest())
            .mapToObj(offset -> NativeFloats.copy(parameters.get(weights(offset))))
            .toList(),
        NativeFloats.copy(parameters.get(BIAS)),
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

  private static final class Runner extends WordLayerRunner<SpikingConvolution> {
    private final transient SentenceConvolution size;
    private final transient ConvolutionKernel kernel;
    private final transient LayerUnit.Neurons neurons;
    private final boolean centred;

    Runner(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
      SpikingConvolution layer = (SpikingConvolution) conf.getLayer();
      size = layer.size();
      kernel = new ConvolutionKernel(size, layer.cell());
      neurons = new LayerUnit.Neurons(layer.neurons());
      centred = layer.centred;
    }

    @Override
    void forward(SequenceShape shape, NativeRows x, NativeRows y) {
      kernel.forward(shape, x, pointers(parameters(), neurons.values(parameters())), y);
    }

    @Override
    void backward(SequenceShape shape, NativeRows x, NativeRows gradY, NativeRows gradX) {
      kernel.backward(
          gradY,
          pointers(parameters(), neurons.values(parameters())),
          pointers(gradients(), neurons.gradients()),
          gradX);
      neurons.store(parameters(), gradients());
      if (centred) {
        FilterGradients.centre(size, gradients());
      }
    }

    private ConvolutionKernel.Parameters pointers(
        Map<String, INDArray> table, List<float[]> neuron) {
      return new ConvolutionKernel.Parameters(
          IntStream.range(0, size.widest())
              .mapToObj(offset -> TimeMajor.address(table.get(weights(offset))))
              .toList(),
          TimeMajor.address(table.get(BIAS)),
          neuron);
    }
  }

  /** Builds a {@link SpikingConvolution}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends KernelLayer.Builder<Builder> {
    private final int words;
    private final List<Integer> widths;
    private final int filters;
    private NeuronCell neurons = new ReluCell();
    private boolean centred;
    private boolean wordsAlone;

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

    /**
     * Whether the gradients of each filter's weights have a mean of 0; they have not by default.
     */
    public Builder centred(boolean is) {
      this.centred = is;
      return this;
    }

    /** Whether means are over the words that are there; by default they are over all positions. */
    public Builder wordsAlone(boolean are) {
      this.wordsAlone = are;
      return this;
    }

    @Override
    public SpikingConvolution build() {
      return new SpikingConvolution(this);
    }
  }
}
