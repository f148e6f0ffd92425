package org.spiketrain.model.encode;

import java.io.Serializable;
import java.util.Arrays;

/** Encoding of sentences, stored as the numbers of their words, into the input of a network. */
public interface WordInput extends Serializable {
  /** Number that stands for no word, behind the last one of a sentence. */
  int PADDING = -1;

  /** Words of a sentence, padding included; further ones are left out. */
  int words();

  /** Inputs of a time step. */
  int channels();

  /** Time steps. */
  int timeSteps();

  /**
   * The input of one sentence.
   *
   * @param sentence numbers of the words, from {@code from} (inclusive) to {@code to} (exclusive)
   * @param target receives time step t at {@code t * stride + offset}, [channels], zero before
   */
  void draw(int[] sentence, int from, int to, float[] target, int offset, int stride);

  /** The input [timeSteps][channels] of one sentence. */
  default float[][] draw(int... sentence) {
    float[] flat = new float[timeSteps() * channels()];
    draw(sentence, 0, sentence.length, flat, 0, channels());
    float[][] steps = new float[timeSteps()][];
    Arrays.setAll(steps, t -> Arrays.copyOfRange(flat, t * channels(), (t + 1) * channels()));
    return steps;
  }

  /**
   * The numbers of the words themselves, in one time step: what a network reads that learns their
   * rates.
   *
   * @param words words of a sentence, padding included; further ones are left out
   */
  record Numbers(int words) implements WordInput {
    @Override
    public int channels() {
      return words;
    }

    @Override
    public int timeSteps() {
      return 1;
    }

    @Override
    public void draw(int[] sentence, int from, int to, float[] target, int offset, int stride) {
      int present = Math.min(words, to - from);
      for (int w = 0; w < present; w++) {
        target[offset + w] = sentence[from + w];
      }
      Arrays.fill(target, offset + present, offset + words, PADDING);
    }
  }
}
