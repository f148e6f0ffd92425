package org.spiketrain.model.encode;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How sentences, stored as the numbers of their words, become the input of a network: the rates of
 * their words, and of these spikes over time. What is behind the last word is padding, which never
 * spikes.
 *
 * @param rates rates of the vocabulary
 * @param words words of a sentence, padding included; further ones are left out
 * @param coding how rates become spikes
 * @param timeSteps time steps, at least 1
 */
public record SentenceInput(RateTable rates, int words, SpikeCoding coding, int timeSteps)
    implements Serializable {
  /** Inputs of a time step: all dimensions of the first word, then of the second, and so on. */
  public int channels() {
    return words * rates.dimensions();
  }

  /** The same words with another coding. */
  public SentenceInput coded(SpikeCoding newCoding, int newTimeSteps) {
    return new SentenceInput(rates, words, newCoding, newTimeSteps);
  }

  /**
   * Draws the spikes of one sentence.
   *
   * @param sentence numbers of the words, from {@code from} (inclusive) to {@code to} (exclusive)
   * @param target receives time step t at {@code t * stride + offset}, [channels], zero before
   */
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

  /** The spikes [timeSteps][channels] of one sentence. */
  public float[][] draw(int... sentence) {
    float[] flat = new float[timeSteps * channels()];
    draw(sentence, 0, sentence.length, flat, 0, channels());
    float[][] steps = new float[timeSteps][];
    Arrays.setAll(steps, t -> Arrays.copyOfRange(flat, t * channels(), (t + 1) * channels()));
    return steps;
  }
}
