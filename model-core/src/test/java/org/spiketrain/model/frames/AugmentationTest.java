package org.spiketrain.model.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class AugmentationTest {
  private static final int CHANNELS = 40;
  private static final int STEPS = 50;
  private static final int FIRST = 0;

  /** Two examples of one class with a single entry each, in the middle and one step later. */
  private static final FrameShard SHARD =
      FrameShard.of(CHANNELS, List.of(single(FIRST, 20, 25), single(FIRST + 1, 20, 26)).iterator());

  private static Example single(long id, int channel, int step) {
    int[] rowStart = new int[STEPS + 1];
    for (int t = step + 1; t <= STEPS; t++) {
      rowStart[t] = 1;
    }
    SpikeFrames frames = new SpikeFrames(CHANNELS, rowStart, new int[] {channel}, new float[] {3});
    return new Example(id, 0, "", frames);
  }

  private static INDArray features(Augmentation augmentation, long seed) {
    DataSet minibatch =
        new Minibatch(SHARD, 1, InputCoding.DENSE, augmentation)
            .of(new int[] {FIRST}, new SplittableRandom(seed));
    return minibatch.getFeatures().slice(0);
  }

  /** Channel and step of the only entry; empty if it was lost. */
  private static int[] place(INDArray features) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int t = 0; t < STEPS; t++) {
        if (features.getFloat(c, t) != 0f) {
          assertThat(features.getFloat(c, t)).isEqualTo(3f);
          return new int[] {c, t};
        }
      }
    }
    return new int[0];
  }

  @Test
  void withoutChangesExamplesStayAsTheyAre() {
    assertThat(place(features(Augmentation.NONE, 1))).containsExactly(20, 25);
  }

  @Test
  void examplesMoveAsFarAsTheyMay() {
    Augmentation shift = new Augmentation(0, 3, 0, 2, 0, 0, 0);
    int leastChannel = CHANNELS;
    int mostChannel = 0;
    int leastStep = STEPS;
    int mostStep = 0;
    for (int seed = 0; seed < 200; seed++) {
      int[] place = place(features(shift, seed));
      leastChannel = Math.min(leastChannel, place[0]);
      mostChannel = Math.max(mostChannel, place[0]);
      leastStep = Math.min(leastStep, place[1]);
      mostStep = Math.max(mostStep, place[1]);
    }
    assertThat(List.of(leastChannel, mostChannel, leastStep, mostStep))
        .containsExactly(17, 23, 23, 27);
  }

  @Test
  void entriesAreJitteredByTheStandardDeviationAndStretchedInTime() {
    double squares = 0;
    int found = 0;
    for (int seed = 0; seed < 400; seed++) {
      int[] place = place(features(new Augmentation(0, 0, 2, 0, 0, 0, 0), seed));
      squares += Math.pow(place[0] - 20, 2);
      assertThat(place[1]).isEqualTo(25);
      found++;
    }
    // Rounding adds 1/12 to the variance.
    assertThat(Math.sqrt(squares / found)).isBetween(1.8, 2.3);
    for (int seed = 0; seed < 100; seed++) {
      int[] place = place(features(new Augmentation(0, 0, 0, 0, 0, 0.2, 0), seed));
      assertThat(place[1]).isBetween(20, 30);
    }
  }

  @Test
  void whatLeavesTheChannelsIsLost() {
    Augmentation far = new Augmentation(0, 200, 0, 0, 0, 0, 0);
    long lost = 0;
    for (int seed = 0; seed < 100; seed++) {
      lost += place(features(far, seed)).length == 0 ? 1 : 0;
    }
    assertThat(lost).isBetween(80L, 99L);
  }

  @Test
  void blendedExamplesGiveHalfOfTheirEntriesEach() {
    Augmentation blend = new Augmentation(0, 0, 0, 0, 0, 0, 1);
    int own = 0;
    int other = 0;
    for (int seed = 0; seed < 400; seed++) {
      INDArray features = features(blend, seed);
      own += features.getFloat(20, 25) != 0f ? 1 : 0;
      other += features.getFloat(20, 26) != 0f ? 1 : 0;
    }
    // Half of the time the partner is the example itself, whose entry then has two chances.
    assertThat(own).isBetween(200, 300);
    assertThat(other).isBetween(60, 140);
  }

  @Test
  void weightsAreBlendedAsEntriesAre() {
    FrameShard shard =
        FrameShard.of(
            CHANNELS,
            List.of(single(0, 20, 25).weighing(1.5f), single(1, 20, 26).weighing(0.5f)).iterator());
    Set<Float> weights = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      weights.add(
          new Minibatch(shard, 1, InputCoding.DENSE, new Augmentation(0, 0, 0, 0, 0, 0, 0.5))
              .of(new int[] {FIRST}, new SplittableRandom(seed))
              .getLabels()
              .getFloat(0, 0));
    }
    assertThat(weights).containsExactly(1f, 1.5f);
  }

  @Test
  void theSameRandomNumbersGiveTheSameExample() {
    Augmentation all = new Augmentation(0.1, 3, 1, 3, 1, 0.1, 0.5);
    assertThat(features(all, 9)).isEqualTo(features(all, 9));
  }

  @Test
  void eventsCanOnlyBeDropped() {
    SpikeFrames spike = SpikeFrames.binary(2, new int[] {0, 1}, new int[] {1});
    FrameShard binary = FrameShard.of(2, List.of(new Example(0, 0, "", spike)).iterator());
    assertThatThrownBy(
            () ->
                new Minibatch(binary, 1, InputCoding.EVENTS, new Augmentation(0, 1, 0, 0, 0, 0, 0)))
        .hasMessageContaining("dense coding");
  }
}
