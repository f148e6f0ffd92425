package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccuracyOverTimeTest {
  private static final float[] ZERO = {0.6f, 0.4f};
  private static final float[] ONE = {0.4f, 0.6f};

  @Test
  void anExampleThatIsOverKeepsItsLastAnswer() {
    AccuracyOverTime counts = new AccuracyOverTime();
    counts.add(1, new float[][] {ONE});
    counts.add(1, new float[][] {ZERO, ONE, ZERO, ONE});

    assertThat(counts.accuracies()).containsExactly(0.5, 1, 0.5, 1);
  }

  @Test
  void partsInAnyOrderAreTheWhole() {
    AccuracyOverTime one = new AccuracyOverTime();
    one.add(0, new float[][] {ZERO, ONE, ONE});
    AccuracyOverTime other = new AccuracyOverTime();
    other.add(1, new float[][] {ZERO, ONE});
    AccuracyOverTime nothing = new AccuracyOverTime();
    assertThat(nothing.accuracies()).isEmpty();

    nothing.merge(other);
    nothing.merge(one);
    one.merge(other);
    assertThat(one.accuracies()).containsExactly(0.5, 0.5, 0.5);
    assertThat(nothing.accuracies()).isEqualTo(one.accuracies());
  }
}
