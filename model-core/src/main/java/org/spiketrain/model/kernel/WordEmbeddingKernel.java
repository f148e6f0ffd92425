package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.encode.WordInput;

/**
 * Looks up the rates of the words of a sentence: {@code y = clip(E[word], 0, 1) - c}, and beside
 * them one input that is 1 at every word. Padding is 0 throughout.
 *
 * <p>What is learned are rates less a centre {@code c} that nobody learns, since rates all lie
 * around a half: what they have in common would move with every step of training and drown what
 * differs. The input that is 1 takes the centre up when the network is made to read rates as they
 * are.
 *
 * @param words words of a sentence, padding included
 * @param vocabulary number of words that have rates
 * @param dimensions rates a word
 */
public record WordEmbeddingKernel(int words, int vocabulary, int dimensions)
    implements Serializable {
  /** Outputs of a word. */
  public int width() {
    return dimensions + 1;
  }

  /** Outputs of a sentence. */
  public int outputs() {
    return Math.multiplyExact(words, width());
  }

  /**
   * Runs forward.
   *
   * @param rows sentences
   * @param x numbers of their words, {@link WordInput#PADDING} behind the last [rows, words]
   * @param table rates [vocabulary, dimensions], clipped as they are read
   * @param centre [dimensions]
   * @param y receives the inputs of the next layer [rows, words * width]
   * @throws IllegalArgumentException if a word is not in the vocabulary
   */
  public void forward(
      int rows, NativeRows x, FloatPointer table, FloatPointer centre, NativeRows y) {
    float[] numbers = new float[words];
    float[] sentence = new float[outputs()];
    FloatBuffer all = buffer(table);
    float[] middle = new float[dimensions];
    centre.get(middle);
    for (int row = 0; row < rows; row++) {
      x.load(row, numbers);
      Arrays.fill(sentence, 0f);
      lookUp(numbers, all, middle, sentence);
      y.store(row, sentence);
    }
  }

  /**
   * The lookup for inference.
   *
   * @param table rates [vocabulary, dimensions]; not to be changed
   * @param centre [dimensions], likewise
   */
  public InferenceStage inference(float[] table, float[] centre) {
    return input -> {
      float[][] numbers = input.dense();
      float[][] sentences = new float[numbers.length][outputs()];
      for (int t = 0; t < numbers.length; t++) {
        lookUp(numbers[t], FloatBuffer.wrap(table), centre, sentences[t]);
      }
      return sentences;
    };
  }

  /** A learned number as the rate that it is read as, in [0, 1]. */
  public static float clipped(float learned) {
    return Math.max(0f, Math.min(1f, learned));
  }

  private void lookUp(float[] numbers, FloatBuffer table, float[] centre, float[] sentence) {
    float[] rates = new float[dimensions];
    for (int w = 0; w < words; w++) {
      int word = word(numbers[w]);
      if (word != WordInput.PADDING) {
        int at = w * width();
        table.get(word * dimensions, rates);
        for (int d = 0; d < dimensions; d++) {
          sentence[at + d] = clipped(rates[d]) - centre[d];
        }
        sentence[at + dimensions] = 1f;
      }
    }
  }

  /**
   * Gradient by the rates; a clipped rate has none.
   *
   * @param rows sentences
   * @param x as in {@link #forward}
   * @param gradY gradient by the outputs
   * @param table unchanged since
   * @param gradTable receives the gradient by the rates (overwritten)
   */
  public void backward(
      int rows, NativeRows x, NativeRows gradY, FloatPointer table, FloatPointer gradTable) {
    Pointer.memset(gradTable, 0, (long) vocabulary * dimensions * Float.BYTES);
    float[] numbers = new float[words];
    float[] gradSentence = new float[outputs()];
    float[] rates = new float[dimensions];
    float[] gradient = new float[dimensions];
    FloatBuffer all = buffer(table);
    FloatBuffer gradAll = buffer(gradTable);
    for (int row = 0; row < rows; row++) {
      x.load(row, numbers);
      gradY.load(row, gradSentence);
      for (int w = 0; w < words; w++) {
        int word = word(numbers[w]);
        if (word != WordInput.PADDING) {
          all.get(word * dimensions, rates);
          gradAll.get(word * dimensions, gradient);
          for (int d = 0; d < dimensions; d++) {
            boolean within = rates[d] >= 0f && rates[d] <= 1f;
            gradient[d] += within ? gradSentence[w * width() + d] : 0f;
          }
          gradAll.put(word * dimensions, gradient);
        }
      }
    }
  }

  private int word(float number) {
    int word = (int) number;
    if (word != number || word < WordInput.PADDING || word >= vocabulary) {
      throw new IllegalArgumentException(
          "Expected numbers of words below %d, but got %s".formatted(vocabulary, number));
    }
    return word;
  }

  private FloatBuffer buffer(FloatPointer table) {
    return new FloatPointer(table).capacity((long) vocabulary * dimensions).asBuffer();
  }
}
