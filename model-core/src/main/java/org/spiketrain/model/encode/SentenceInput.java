package org.spiketrain.model.encode;

import java.util.stream.IntStream;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.frames.SpikeFrames;

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
    if ((long) words * rates.dimensions() * coding.inputsPerRate() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d words of %d dimensions, %d inputs each: too many inputs"
              .formatted(words, rates.dimensions(), coding.inputsPerRate()));
    }
  }

  /**
   * Inputs of a time step: all dimensions of the first word, then of the second, and so on; of each
   * as many as the coding makes of a rate.
   */
  @Override
  public int channels() {
    return words * inputsPerWord();
  }

  private int inputsPerWord() {
    return rates.dimensions() * coding.inputsPerRate();
  }

  /** Sizes of its sentences, as the network reads them. */
  public SentenceSize size() {
    return new SentenceSize(words, rates.words(), inputsPerWord());
  }

  /** The same words with another coding. */
  public SentenceInput coded(SpikeEncoder newCoding, int newTimeSteps) {
    return new SentenceInput(rates, words, newCoding, newTimeSteps);
  }

  @Override
  public void draw(int[] sentence, int from, int to, float[] target, int offset, int stride) {
    int present = Math.min(words, to - from);
    int dimensions = rates.dimensions();
    float[] stored = new float[present * dimensions];
    for (int w = 0; w < present; w++) {
      rates.copyRates(sentence[from + w], stored, w * dimensions);
    }
    float[] all = coding.prepare(stored, dimensions);
    // Of the words alone: the same spikes in training, evaluation and scoring, on any machine.
    long key = SplitMix64.hash(sentence, from, from + present);
    for (int t = 0; t < timeSteps; t++) {
      coding.encode(all, all.length, key, t, timeSteps, target, t * stride + offset);
    }
  }

  /**
   * The spikes of a sentence, as they are stored where they are not drawn again.
   *
   * @param sentence numbers of its words
   * @return [timeSteps] time steps of {@link #channels} channels, without spikes after the last
   *     word
   * @throws UserErrorException if the coding gives other values than spikes
   */
  public SpikeFrames spikes(int... sentence) {
    float[][] steps = draw(sentence);
    int[] rowStart = new int[timeSteps + 1];
    IntStream.Builder channels = IntStream.builder();
    for (int step = 0; step < timeSteps; step++) {
      rowStart[step + 1] = rowStart[step];
      for (int channel = 0; channel < steps[step].length; channel++) {
        if (isSpike(steps[step][channel])) {
          channels.add(channel);
          rowStart[step + 1]++;
        }
      }
    }
    return SpikeFrames.binary(channels(), rowStart, channels.build().toArray());
  }

  /**
   * Returns whether an input that the coding has drawn is a spike.
   *
   * @throws UserErrorException if it is neither a spike, 1, nor none, 0
   */
  public boolean isSpike(float value) {
    if (value != 0f && value != 1f) {
      throw new UserErrorException(
          "The spike encoder %s gives %s where a spike is 1: only spikes can be stored (data.text.frames = spikes) or counted (profile); use another one as data.text.coding"
              .formatted(coding.spec(), value));
    }
    return value != 0f;
  }
}
