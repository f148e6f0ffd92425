package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundLengthsTest {
  private static int[] first(int rounds, RoundLengths lengths) {
    return IntStream.range(0, rounds).map(lengths::minibatches).toArray();
  }

  @Test
  void areAllAlikeWithoutMore() {
    assertThat(first(3, RoundLengths.of(7))).containsExactly(7, 7, 7);
  }

  @Test
  void growAfterTheWarmupToTheLongest() {
    assertThat(first(8, new RoundLengths(10, 2, 2))).containsExactly(1, 1, 1, 2, 4, 8, 10, 10);
    assertThat(first(6, new RoundLengths(3, 1.4, 0))).containsExactly(1, 1, 2, 3, 3, 3);
  }

  @Test
  void areTheLongestAfterAWarmupWithoutGrowth() {
    assertThat(first(4, new RoundLengths(5, 1, 2))).containsExactly(1, 1, 5, 5);
  }

  /** A power beyond all numbers is still the longest. */
  @Test
  void stayTheLongestForEver() {
    assertThat(new RoundLengths(20, 3, 0).minibatches(1_000_000)).isEqualTo(20);
  }
}
