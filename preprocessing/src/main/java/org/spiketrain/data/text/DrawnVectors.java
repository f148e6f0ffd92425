package org.spiketrain.data.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spiketrain.model.encode.SentenceKey;

/** Random word vectors, which distinguish words and mean nothing else. */
public final class DrawnVectors {
  private DrawnVectors() {}

  /** A vector for each word, its numbers uniform in (-1, 1). */
  public static WordVectors of(List<String> words, int dimensions, long seed) {
    Map<String, float[]> vectors = new HashMap<>();
    words.forEach(word -> vectors.put(word, vector(word, dimensions, 1, seed)));
    return new WordVectors(dimensions, vectors, 0);
  }

  /**
   * The vector of a word, by the word and the seed alone, so that it depends neither on others nor
   * on the order.
   *
   * @param reach its numbers are uniform in (-reach, reach)
   */
  public static float[] vector(String word, int dimensions, double reach, long seed) {
    long key = SentenceKey.of(word.codePoints().toArray());
    SplittableRandom random = new SplittableRandom(seed ^ key);
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      vector[k] = (float) (reach * (2 * random.nextDouble() - 1));
    }
    return vector;
  }
}
