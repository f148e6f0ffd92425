package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.train.TrainingSettings.Sampling;

class ClassBalanceTest {
  private static final Map<String, Double> SHARES = Map.of("often", 0.9, "rarely", 0.1);

  @Test
  void offsetsAreLogarithmsOfTheShares() {
    ClassBalance half = new ClassBalance(Sampling.NATURAL, 1, 0, 0.5);
    List<Double> offsets = half.logitOffsets(List.of(0.9, 0.1, 0.0));
    assertThat(offsets.get(0)).isCloseTo(0.5 * Math.log(0.9), within(1e-12));
    assertThat(offsets.get(1)).isCloseTo(0.5 * Math.log(0.1), within(1e-12));
    assertThat(offsets.get(2)).isZero();
    assertThat(ClassBalance.NATURAL.logitOffsets(List.of(0.9, 0.1))).isEmpty();
  }

  @Test
  void whatIsLearntAreTheSharesToWhatIsLeftOfThePower() {
    // 0.9 : 0.1 to the power of a half is 3 : 1.
    for (ClassBalance half :
        List.of(
            new ClassBalance(Sampling.NATURAL, 1, 0.25, 0.25),
            new ClassBalance(Sampling.NATURAL, 1, 0, 0.5),
            new ClassBalance(Sampling.CLASS_BALANCED, 0.5, 0, 0))) {
      assertThat(half.learnt(SHARES).get("often")).isCloseTo(0.75, within(1e-12));
      assertThat(half.learnt(SHARES).get("rarely")).isCloseTo(0.25, within(1e-12));
    }
    assertThat(ClassBalance.NATURAL.learnt(SHARES)).isSameAs(SHARES);
    assertThat(new ClassBalance(Sampling.CLASS_BALANCED, 1, 0, 0).learnt(SHARES))
        .containsEntry("often", 0.5);
  }
}
