package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values of PyTorch's SGD, by hand: parameters 1 and -2, whose averages are 2 and -2.5. */
class OuterStepTest {
  private static final Offset<Float> ROUNDING = within(1e-6f);
  private final float[] parameters = {1, -2};
  private final float[] velocity = {0, 0};

  private void move(OuterStep step, float... average) {
    step.move(parameters, velocity, average);
  }

  @Test
  void withoutMomentumItGoesAShareOfTheWay() {
    move(new OuterStep(OuterStep.Optimiser.NESTEROV, 0.5, 0), 2, -2.5f);

    assertThat(parameters).containsExactly(new float[] {1.5f, -2.25f}, ROUNDING);
  }

  @Test
  void aHeavyBallKeepsAShareOfItsVelocity() {
    OuterStep step = new OuterStep(OuterStep.Optimiser.MOMENTUM, 0.7, 0.9);
    move(step, 2, -2.5f);
    assertThat(parameters).containsExactly(new float[] {1.7f, -2.35f}, ROUNDING);

    move(step, 1.7f, -2.35f);

    // Nothing new, but 0.7 times 0.9 of the velocities 1 and -0.5.
    assertThat(parameters).containsExactly(new float[] {2.33f, -2.665f}, ROUNDING);
  }

  @Test
  void nesterovAddsTheMomentumOfTheNextStepAlready() {
    OuterStep step = new OuterStep(OuterStep.Optimiser.NESTEROV, 0.7, 0.9);
    move(step, 2, -2.5f);
    assertThat(parameters).containsExactly(new float[] {2.33f, -2.665f}, ROUNDING);

    move(step, 2.33f, -2.665f);

    // 0.7 times 0.9 of the velocities 0.9 and -0.45.
    assertThat(parameters).containsExactly(new float[] {2.897f, -2.9485f}, ROUNDING);
  }

  @Test
  void plainAveragingIsToldByItsNumbers() {
    assertThat(OuterStep.AVERAGE.isAverage()).isTrue();
    assertThat(new OuterStep(OuterStep.Optimiser.MOMENTUM, 0.9, 0).isAverage()).isFalse();
  }
}
