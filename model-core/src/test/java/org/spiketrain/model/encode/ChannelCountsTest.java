package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChannelCountsTest {
  @Test
  void ofTwoClassesOneRatioIsTheOtherUpsideDown() {
    // With one more of each: 4 and 1 of the first channel, 2 and 3 of the second; 6 and 4 in all.
    float[] ratios = new ChannelCounts(2, new int[] {3, 0, 1, 2}).logRatios(4);

    float first = (float) Math.log((4 / 6.0) / (1 / 4.0));
    float second = (float) Math.log((2 / 6.0) / (3 / 4.0));
    assertThat(ratios)
        .containsExactly(
            new float[] {first, -first, first, -first, second, -second, second, -second},
            within(1e-6f));
  }

  @Test
  void ofMoreClassesEachIsComparedWithAllOthers() {
    // With one more of each: 3, 1 and 1 of the first channel, 1, 2 and 5 of the second.
    float[] ratios = new ChannelCounts(3, new int[] {2, 0, 0, 0, 1, 4}).logRatios(3);

    assertThat(ratios[0]).isCloseTo((float) Math.log((3 / 4.0) / (2 / 9.0)), within(1e-6f));
    assertThat(ratios[5]).isCloseTo((float) Math.log((5 / 6.0) / (3 / 7.0)), within(1e-6f));
  }

  @Test
  void columnsAreSharedEquallyByTheClasses() {
    ChannelCounts counts = new ChannelCounts(2, new int[2]);
    assertThatThrownBy(() -> counts.logRatios(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChannelCounts(2, new int[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
