package org.spiketrain.model.encode;

import java.util.Arrays;
import org.spiketrain.model.frames.SpikeFrames;

/** The spikes of a whole sentence, as they are stored where they are not drawn anew. */
public final class SentenceSpikes {
  private SentenceSpikes() {}

  /**
   * Draws a sentence: dimension {@code d} of the word at position {@code p} is channel {@code p *
   * dimensions + d}, and that channel's number is the number of the input for the coding. The key
   * of the example is the {@link SentenceKey} of its words.
   *
   * @param words numbers of the words, at most {@code maxWords}
   * @param maxWords positions that there are channels for
   * @return [timeSteps] time steps of {@code maxWords * dimensions} channels, without spikes after
   *     the last word
   */
  public static SpikeFrames of(
      int[] words, RateTable table, SpikeCoding coding, int timeSteps, int maxWords) {
    int inputs = words.length * table.dimensions();
    float[] rates = new float[inputs];
    for (int position = 0; position < words.length; position++) {
      table.copyRates(words[position], rates, position * table.dimensions());
    }
    long key = SentenceKey.of(words);
    float[] spikes = new float[inputs];
    int[] rowStart = new int[timeSteps + 1];
    int[] channel = new int[inputs];
    for (int step = 0; step < timeSteps; step++) {
      coding.encode(rates, inputs, key, step, timeSteps, spikes, 0);
      int entries = rowStart[step];
      if (channel.length < entries + inputs) {
        channel = Arrays.copyOf(channel, 2 * channel.length + inputs);
      }
      for (int i = 0; i < inputs; i++) {
        channel[entries] = i;
        entries += (int) spikes[i];
      }
      rowStart[step + 1] = entries;
    }
    return SpikeFrames.binary(
        maxWords * table.dimensions(), rowStart, Arrays.copyOf(channel, rowStart[timeSteps]));
  }
}
