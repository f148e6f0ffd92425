package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void theSmallerATestsProbabilityTheMoreItIsMultiplied() {
    // As p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") in R.
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void noneIsAboveOneAndASingleTestStaysAsItIs() {
    assertThat(Holm.adjusted(0.6, 0.9)).containsExactly(1, 1);
    assertThat(Holm.adjusted(0.04)).containsExactly(0.04);
    assertThat(Holm.adjusted()).isEmpty();
  }
}
