package org.spiketrain.model.loss;

import org.spiketrain.model.api.SequenceLoss;

/**
 * Loss of the times at which outputs spike first; the class is the one whose outputs do so
 * earliest, as in snnTorch's {@code accuracy_temporal}. See {@link FirstSpikes}.
 */
interface TemporalLoss extends SequenceLoss {
  /**
   * Scores by the classes' times, in place: the greater, the earlier.
   *
   * @param times in time steps from 0, [classes]
   */
  default void score(float[] times) {
    for (int c = 0; c < times.length; c++) {
      times[c] = -times[c];
    }
  }

  @Override
  default boolean readsSpikeTimes() {
    return true;
  }

  @Override
  default float[] scores(float[][] sequence, int classes) {
    return sequence.length == 0 ? new float[classes] : scores(FirstSpikes.of(sequence), classes);
  }

  private float[] scores(FirstSpikes spikes, int classes) {
    float[] scores = spikes.classTimes(classes);
    score(scores);
    return scores;
  }

  @Override
  default float[][] scoresOverTime(float[][] sequence, int classes) {
    float[][] over = new float[sequence.length][];
    FirstSpikes spikes = new FirstSpikes(sequence.length == 0 ? 0 : sequence[0].length);
    for (int t = 0; t < over.length; t++) {
      spikes.add(sequence[t]);
      over[t] = scores(spikes, classes);
    }
    return over;
  }
}
