package org.spiketrain.model.encode;

import java.util.stream.IntStream;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.frames.SpikeFrames;

/** The spikes of a whole sentence, as they are stored where they are not drawn again. */
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
      int[] words, RateTable table, SpikeEncoder coding, int timeSteps, int maxWords) {
    float[][] steps = new SentenceInput(table, maxWords, coding, timeSteps).draw(words);
    int[] rowStart = new int[timeSteps + 1];
    IntStream.Builder channels = IntStream.builder();
    for (int step = 0; step < timeSteps; step++) {
      rowStart[step + 1] = rowStart[step];
      for (int input = 0; input < steps[step].length; input++) {
        if (steps[step][input] != 0f) {
          channels.add(input);
          rowStart[step + 1]++;
        }
      }
    }
    return SpikeFrames.binary(maxWords * table.dimensions(), rowStart, channels.build().toArray());
  }
}
