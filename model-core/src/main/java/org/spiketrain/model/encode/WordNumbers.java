package org.spiketrain.model.encode;

import java.util.Arrays;

/**
 * The numbers of the words themselves, in one time step: what a network reads that learns their
 * rates.
 *
 * @param words words of a sentence, padding included; further ones are left out
 */
public record WordNumbers(int words) implements WordInput {
  /** Number that stands for no word, behind the last one of a sentence. */
  public static final int PADDING = -1;

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
