package org.spiketrain.data.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExponentialNumbersTest {
  private static final int DRAWS = 1_000_000;

  @Test
  void whatIsStillToComeDecaysExponentially() {
    ExponentialNumbers numbers = new ExponentialNumbers(new SplittableRandom(1));
    double[] drawn = new double[DRAWS];
    Arrays.setAll(drawn, k -> numbers.next());

    assertThat(Arrays.stream(drawn).min().orElseThrow()).isNotNegative();
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(1, within(5e-3));
    assertThat(Arrays.stream(drawn).map(x -> x * x).average().orElseThrow())
        .isCloseTo(2, within(2.5e-2));
    for (double time : new double[] {0.01, 0.2, 0.5, 0.69, 0.7, 1, 1.5, 3, 7}) {
      double left = Arrays.stream(drawn).filter(x -> x > time).count() / (double) DRAWS;
      double expected = Math.exp(-time);
      double error = 5 * Math.sqrt(expected * (1 - expected) / DRAWS);
      assertThat(left).isCloseTo(expected, within(error));
    }
  }
}
