package org.spiketrain.model.kernel;

import org.spiketrain.model.encode.WordNumbers;

/** {@link WordEmbeddingKernel} for inference. */
public final class InferenceEmbedding implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final int words;
  private final int dimensions;
  private final float[] table;
  private final float[] centre;

  /**
   * Copies the parameters.
   *
   * @param words words of a sentence, padding included
   * @param table rates [vocabulary, dimensions]
   * @param centre [dimensions]
   */
  public InferenceEmbedding(int words, float[] table, float[] centre) {
    this.words = words;
    this.dimensions = centre.length;
    this.table = table.clone();
    this.centre = centre.clone();
  }

  @Override
  public float[][] run(StageInput input) {
    float[][] numbers = input.dense();
    float[][] sentences = new float[numbers.length][words * (dimensions + 1)];
    for (int t = 0; t < numbers.length; t++) {
      for (int w = 0; w < words; w++) {
        int word = (int) numbers[t][w];
        if (word != WordNumbers.PADDING) {
          WordEmbeddingKernel.lookUp(
              table, word * dimensions, centre, sentences[t], w * (dimensions + 1));
        }
      }
    }
    return sentences;
  }
}
