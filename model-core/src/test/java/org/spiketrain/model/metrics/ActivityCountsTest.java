package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

class ActivityCountsTest {
  private static final List<SpikingLayer> LAYERS =
      List.of(
          new SpikingLayer(1, "leaky(3)", List.of(0, 1, 3)),
          new SpikingLayer(2, "leaky(1)", List.of(0)));

  /** Four steps of neurons that fire at all, at one and at none; column 2 is no neuron. */
  private static final float[][] OUTPUT = {{1, 0, 9, 0}, {1, 2, 9, 0}, {1, 0, 9, 0}, {1, 0, 9, 0}};

  @Test
  void deadAndSaturatedNeuronsAreCounted() {
    ActivityCounts counts = new ActivityCounts(LAYERS);
    counts.add(1, OUTPUT);
    counts.add(0, OUTPUT);

    assertThat(counts.activities())
        .containsExactly(
            new LayerActivity(2, "leaky(3)", 3, 5 / 12.0, 1, 1),
            new LayerActivity(3, "leaky(1)", 1, 0, 1, 0));
  }

  @Test
  void partsMergeIntoTheWholeInAnyOrder() {
    ActivityCounts one = new ActivityCounts(LAYERS);
    ActivityCounts two = new ActivityCounts(LAYERS);
    ActivityCounts whole = new ActivityCounts(LAYERS);
    for (ActivityCounts counts : List.of(one, whole)) {
      counts.add(1, OUTPUT);
    }
    for (ActivityCounts counts : List.of(two, whole)) {
      counts.add(1, new float[][] {{0, 0, 0, 1}});
      counts.add(2, new float[][] {{1}, {0}});
    }

    assertThat(one.merge(two).activities()).isEqualTo(whole.activities());
    assertThat(whole.activities().get(0).dead()).isZero();
    assertThat(whole.activities().get(0).saturated()).isZero();
    assertThat(whole.activities().get(1).firingRate()).isEqualTo(0.5);
  }
}
