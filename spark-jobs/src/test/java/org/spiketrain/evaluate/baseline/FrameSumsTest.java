package org.spiketrain.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spiketrain.model.frames.SpikeFrames;

class FrameSumsTest {
  /** Steps of channels: 0 and 1; none; 3; 0. Halves of time and channels. */
  @Test
  void spikesOfATimeAndNeighbouringChannelsAreAddedUp() {
    SpikeFrames frames =
        new SpikeFrames(4, new int[] {0, 2, 2, 3, 4}, new int[] {0, 1, 3, 0}, new float[0]);

    SparseRow sums = new FrameSums(2, 2).of(frames);

    assertThat(sums.columns()).containsExactly(0, 2, 3);
    assertThat(sums.values())
        .containsExactly((float) Math.log(3), (float) Math.log(2), (float) Math.log(2));
  }

  @Test
  void countsAreAddedUpToo() {
    SpikeFrames frames = new SpikeFrames(1, new int[] {0, 1, 1}, new int[] {0}, new float[] {6});

    assertThat(new FrameSums(10, 70).of(frames).values()).containsExactly((float) Math.log(7));
  }
}
