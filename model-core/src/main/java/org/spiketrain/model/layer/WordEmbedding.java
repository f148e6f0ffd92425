package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.WordEmbeddingKernel;

/**
 * Rates of words that are learned together with an ANN that reads them; see {@link
 * WordEmbeddingKernel}. The first layer, whose input are the numbers of the words.
 *
 * <p>Input [batch, words, 1], {@link WordInput#PADDING} behind the last word; output [batch, words
 * * (dimensions + 1), 1], word by word the rates less their centre, then 1.
 */
public final class WordEmbedding extends KernelLayer {
  private static final long serialVersionUID = 1L;

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

  WordEmbeddingKernel kernel() {
    return new WordEmbeddingKernel((int) nIn, vocabulary, dimensions);
  }

  @Override
  WordLayerRunner<?> runner(NeuralNetConfiguration conf, DataType dataType) {
    return new WordEmbeddingRunner(conf, dataType);
  }

  @Override
  public ParamInitializer initializer() {
    return WordEmbeddingParameters.INSTANCE;
  }

  @Override
  public InferenceStage inference(Map<String, INDArray> parameters) {
    return kernel()
        .inference(
            NativeFloats.copy(parameters.get(WordEmbeddingParameters.RATES)),
            NativeFloats.copy(parameters.get(WordEmbeddingParameters.CENTRE)));
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

  @Override
  List<Object> settings() {
    return List.of(vocabulary, dimensions);
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
