package org.spiketrain.model.energy;

import java.util.Arrays;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.StageInput;

/**
 * Counts how the neurons of a convolution fire over one sentence. Each filter has a neuron at each
 * position where it fits, in the padding too: it integrates its bias there, and the mean behind the
 * convolution has it in. Those whose first word is no padding are counted beside, on their own.
 */
final class PositionCounts implements InferenceConvolution.PositionObserver {
  private final SentenceConvolution size;
  private final int words;
  private final LayerTally all;
  private final LayerTally amongWords;

  /** [positions][columns] */
  private final int[][] first;

  /**
   * @param words words of the sentence, without padding
   * @param all receives the neurons of all positions
   * @param amongWords receives those of positions that begin with a word
   */
  PositionCounts(SentenceConvolution size, int words, LayerTally all, LayerTally amongWords) {
    this.size = size;
    this.words = words;
    this.all = all;
    this.amongWords = amongWords;
    this.first = new int[size.positions(0)][size.columns()];
  }

  /** Counts the sentence. */
  void count(InferenceConvolution convolution, float[][] sequence) {
    for (int[] place : first) {
      Arrays.fill(place, sequence.length);
    }
    convolution.show(StageInput.of(sequence), this);
    int neuron = 0;
    for (int column = 0; column < size.columns(); column++) {
      for (int place = 0; place < size.positions(column); place++) {
        all.ran(neuron, first[place][column]);
        if (place < words) {
          amongWords.ran(neuron, first[place][column]);
        }
        neuron++;
      }
    }
  }

  @Override
  public void observe(int from, int to, int step, float[] outputs) {
    for (int column = 0; column < outputs.length; column++) {
      int end = Math.min(to, size.positions(column));
      if (outputs[column] != 0f && from < end) {
        all.fired(step, (long) end - from);
        amongWords.fired(step, Math.max(0L, (long) Math.min(end, words) - from));
        for (int place = from; place < end; place++) {
          first[place][column] = Math.min(first[place][column], step);
        }
      }
    }
  }
}
