package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.kernel.WordEmbeddingKernel;

/**
 * Rates of words that are learned together with an ANN that reads them; see {@link
 * WordEmbeddingKernel}. The first layer, whose input are the numbers of the words.
 *
 * <p>Input [batch, words, 1], {@link WordInput#PADDING} behind the last word; output [batch, words
 * * (dimensions + 1), 1], word by word the rates less their centre, then 1.
 *
 * <p>Parameters: E [vocabulary, dimensions], rates, and c [1, dimensions], their centre, whose
 * gradient is always 0. Both begin as a half; what they really begin as is for those to set who
 * know the words.
 */
public final class WordEmbedding extends KernelLayer {
  private static final long serialVersionUID = 1L;

  /** Name of the rates. */
  public static final String RATES = "E";

  /** Name of their centre. */
  public static final String CENTRE = "c";

  @JsonProperty private int vocabulary;
  @JsonProperty private int dimensions;

  /** For deserialisation. */
  public WordEmbedding() {}

  private WordEmbedding(Builder builder) {
    super(builder);
    vocabulary = builder.vocabulary;
    dimensions = builder.dimensions;
    setNOut(new WordEmbeddingKernel(builder.words, vocabulary, dimensions).outputs());
  }

  private WordEmbeddingKernel kernel() {
    return new WordEmbeddingKernel((int) nIn, vocabulary, dimensions);
  }

  @Override
  Runner runner(NeuralNetConfiguration conf, DataType dataType) {
    return new Runner(conf, dataType);
  }

  @Override
  public Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(RATES, new long[] {vocabulary, dimensions});
    shapes.put(CENTRE, new long[] {1, dimensions});
    return shapes;
  }

  @Override
  boolean isOfNeurons(String name) {
    return false;
  }

  /** Rates are no weights: a half is their zero. */
  @Override
  public boolean isWeight(String name) {
    return false;
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    all.assign(0.5);
  }

  @Override
  public InferenceStage inference(Map<String, INDArray> parameters) {
    return kernel()
        .inference(
            NativeFloats.copy(parameters.get(RATES)), NativeFloats.copy(parameters.get(CENTRE)));
  }

  @Override
  public long trainingFloats() {
    return 0;
  }

  @Override
  public int outputWidth() {
    return (int) nOut;
  }

  @Override
  public String label() {
    return "embedding(%d)".formatted(nOut);
  }

  @Override
  public List<Integer> spikeColumns() {
    return List.of();
  }

  private static final class Runner extends WordLayerRunner<WordEmbedding> {
    private final transient WordEmbeddingKernel kernel;

    Runner(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
      kernel = ((WordEmbedding) conf.getLayer()).kernel();
    }

    private static FloatPointer address(Map<String, INDArray> table, String name) {
      return TimeMajor.address(table.get(name));
    }

    @Override
    void forward(SequenceShape shape, NativeRows x, NativeRows y) {
      int rows = shape.timeSteps() * shape.batch();
      kernel.forward(rows, x, address(parameters(), RATES), address(parameters(), CENTRE), y);
    }

    @Override
    void backward(SequenceShape shape, NativeRows x, NativeRows gradY, NativeRows gradX) {
      gradients().get(CENTRE).assign(0);
      int rows = shape.timeSteps() * shape.batch();
      kernel.backward(rows, x, gradY, address(parameters(), RATES), address(gradients(), RATES));
    }
  }

  /** Builds a {@link WordEmbedding}. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends KernelLayer.Builder<Builder> {
    private final int words;
    private final int vocabulary;
    private final int dimensions;

    /**
     * @param words words of a sentence, padding included
     * @param vocabulary number of words that have rates
     * @param dimensions rates a word
     */
    public Builder(int words, int vocabulary, int dimensions) {
      this.words = words;
      this.vocabulary = vocabulary;
      this.dimensions = dimensions;
    }

    @Override
    public WordEmbedding build() {
      return new WordEmbedding(this);
    }
  }
}
