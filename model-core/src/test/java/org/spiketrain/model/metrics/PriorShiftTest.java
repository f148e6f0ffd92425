package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PriorShiftTest {
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final double[] UNIFORM = {1 / 3.0, 1 / 3.0, 1 / 3.0};

  private static double[] logs(double... probabilities) {
    return Arrays.stream(probabilities).map(Math::log).toArray();
  }

  /** 0.6 : 0.3 : 0.1 becomes 1 : 1 : 0.5 where the classes were 6 : 3 : 2. */
  @Test
  void probabilitiesAreDividedByTheLearntShares() {
    PriorShift shift = new PriorShift(new double[] {6 / 11.0, 3 / 11.0, 2 / 11.0}, UNIFORM);

    assertThat(shift.apply(logs(0.6, 0.3, 0.1)))
        .containsExactly(new double[] {0.4, 0.4, 0.2}, CLOSE);
  }

  @Test
  void improbableOnesAreNotLost() {
    double[] learnt = {0.999, 0.0005, 0.0005};

    double[] shifted = new PriorShift(learnt, UNIFORM).apply(new double[] {0, -900, -901});

    assertThat(shifted[0]).isEqualTo(1);
    double[] without = {0, 0.5, 0.5};
    double[] rest = new PriorShift(learnt, without).apply(new double[] {0, -900, -901});
    assertThat(rest[1]).isCloseTo(1 / (1 + Math.exp(-1)), CLOSE);
  }

  @Test
  void whatWasNeverSeenIsNeverAnswered() {
    double[] shifted =
        new PriorShift(new double[] {0.5, 0.5, 0}, UNIFORM).apply(logs(0.1, 0.1, 0.8));

    assertThat(shifted).containsExactly(new double[] {0.5, 0.5, 0}, CLOSE);
  }

  @Test
  void whereNothingIsLeftTheyStay() {
    double[] shifted = new PriorShift(UNIFORM, new double[] {0, 0, 1}).apply(logs(0.25, 0.75, 0));

    assertThat(shifted).containsExactly(new double[] {0.25, 0.75, 0}, CLOSE);
    assertThatThrownBy(() -> new PriorShift(UNIFORM, new double[] {1}))
        .hasMessageContaining("3 shares learnt, 1 wanted");
  }

  @Property(tries = 50)
  void thereAndBackIsTheSame(
      @ForAll @DoubleRange(min = 0.01, max = 0.98) double learnt,
      @ForAll @DoubleRange(min = 0.01, max = 0.98) double wanted,
      @ForAll @DoubleRange(min = 0.01, max = 0.98) double probability) {
    double[] from = {learnt, 1 - learnt};
    double[] to = {wanted, 1 - wanted};

    double[] there = new PriorShift(from, to).apply(logs(probability, 1 - probability));

    assertThat(Arrays.stream(there).sum()).isCloseTo(1, CLOSE);
    assertThat(new PriorShift(to, from).apply(logs(there))[0]).isCloseTo(probability, within(1e-9));
    // Shares that are alike to the last bits shift by no more than rounding does.
    if (Math.abs(wanted - learnt) > 1e-9) {
      assertThat(there[0] > probability).isEqualTo(wanted > learnt);
    }
  }
}
