package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a {@link WordEmbedding}: E [vocabulary, dimensions], rates, and c [1,
 * dimensions], their centre, whose gradient is always 0. Both begin as a half; what they really
 * begin as is for those to set who know the words.
 */
public final class WordEmbeddingParameters extends NamedParameters<WordEmbedding> {
  /** The rates. */
  public static final String RATES = "E";

  /** Their centre. */
  public static final String CENTRE = "c";

  static final WordEmbeddingParameters INSTANCE = new WordEmbeddingParameters();

  private WordEmbeddingParameters() {
    super(WordEmbedding.class);
  }

  @Override
  Map<String, long[]> shapes(WordEmbedding layer) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    int dimensions = layer.kernel().dimensions();
    shapes.put(RATES, new long[] {layer.kernel().vocabulary(), dimensions});
    shapes.put(CENTRE, new long[] {1, dimensions});
    return shapes;
  }

  /** Rates are no weights: a half is their zero. */
  @Override
  boolean isWeight(String key) {
    return false;
  }

  @Override
  void initialise(WordEmbedding layer, INDArray all, Map<String, INDArray> views) {
    all.assign(0.5);
  }
}
