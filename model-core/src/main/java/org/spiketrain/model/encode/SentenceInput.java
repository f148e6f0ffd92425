package org.spiketrain.model.encode;

import org.spiketrain.model.api.SentenceSize;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * Encoding of sentences, stored as the numbers of their words, into the input of a network: the
 * rates of their words, and of these spikes over time. What is behind the last word is padding,
 * which never spikes.
 *
 * @param rates rates of the vocabulary
 * @param words words of a sentence, padding included; further ones are left out
 * @param coding how rates become spikes
 * @param timeSteps time steps, at least 1
 */
public record SentenceInput(RateTable rates, int words, SpikeEncoder coding, int timeSteps)
    implements WordInput {
  /** As many words, and as many time steps, as a configuration may ask for. */
  private static final int MOST = 1 << 16;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if words or time steps are not 1 to 65,536, or their inputs
   *     too many for an array
   */
  public SentenceInput {
    if (words < 1 || words > MOST || timeSteps < 1 || timeSteps > MOST) {
      throw new IllegalArgumentException(
          "%d words in %d time steps: expected 1 to %d of each".formatted(words, timeSteps, MOST));
    }
    if (words > Integer.MAX_VALUE / rates.dimensions()) {
      throw new IllegalArgumentException(
          "%d words of %d dimensions: too many inputs".formatted(words, rates.dimensions()));
    }
  }

  /** Inputs of a time step: all dimensions of the first word, then of the second, and so on. */
  @Override
  public int channels() {
    return words * rates.dimensions();
  }

  /** Sizes of its sentences. */
  public SentenceSize size() {
    return new SentenceSize(words, rates.words(), rates.dimensions());
  }

  /** The same words with another coding. */
  public SentenceInput coded(SpikeEncoder newCoding, int newTimeSteps) {
    return new SentenceInput(rates, words, newCoding, newTimeSteps);
  }

  @Override
  public void draw(int[] sentence, int from, int to, float[] target, int offset, int stride) {
    int present = Math.min(words, to - from);
    int dimensions = rates.dimensions();
    float[] all = new float[present * dimensions];
    for (int w = 0; w < present; w++) {
      rates.copyRates(sentence[from + w], all, w * dimensions);
    }
    long key = SentenceKey.of(sentence, from, from + present);
    for (int t = 0; t < timeSteps; t++) {
      coding.encode(all, all.length, key, t, timeSteps, target, t * stride + offset);
    }
  }
}
