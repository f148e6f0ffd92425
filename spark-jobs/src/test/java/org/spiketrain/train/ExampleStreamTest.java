package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.train.TrainingSettings.Sampling;

class ExampleStreamTest {
  private static FrameShard shard(int size) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      // One example of class 1, all others of class 0.
      examples.add(new Example(i, i == 0 ? 1 : 0, "", SpikeFrames.oneHot(2, new int[] {0})));
    }
    return FrameShard.of(2, examples.iterator());
  }

  @Property(tries = 100)
  void naturalSamplingTakesEveryExampleOnceAnEpoch(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    ExampleStream stream = ExampleStream.of(ClassBalance.NATURAL, shard(size), seed, 3);
    List<Integer> seen = new ArrayList<>();
    for (long k = 0; seen.size() < 3 * size; k++) {
      for (int example : stream.minibatch(k, batch)) {
        seen.add(example);
      }
    }
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(seen.subList(epoch * size, (epoch + 1) * size))
          .doesNotHaveDuplicates()
          .allMatch(example -> example >= 0 && example < size);
    }
  }

  @Property(tries = 50)
  void aMinibatchDependsOnItsNumberAlone(
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int number,
      @ForAll Sampling sampling,
      @ForAll @DoubleRange(min = 0, max = 1) double power) {
    FrameShard shard = shard(13);
    ClassBalance balance = new ClassBalance(sampling, power, 0, 0);
    ExampleStream walked = ExampleStream.of(balance, shard, seed, 1);
    for (int k = 0; k < number; k++) {
      walked.minibatch(k, 5);
    }
    assertThat(walked.minibatch(number, 5))
        .containsExactly(ExampleStream.of(balance, shard, seed, 1).minibatch(number, 5));
  }

  @Test
  void workersAndSeedsDiffer() {
    FrameShard shard = shard(50);
    int[] one = ExampleStream.of(ClassBalance.NATURAL, shard, 1, 0).minibatch(0, 20);
    assertThat(ExampleStream.of(ClassBalance.NATURAL, shard, 1, 1).minibatch(0, 20))
        .isNotEqualTo(one);
    assertThat(ExampleStream.of(ClassBalance.NATURAL, shard, 2, 0).minibatch(0, 20))
        .isNotEqualTo(one);
  }

  @Test
  void balancedSamplingDrawsClassesAlike() {
    ExampleStream stream =
        ExampleStream.of(new ClassBalance(Sampling.CLASS_BALANCED, 1, 0, 0), shard(50), 1, 0);
    int rare = 0;
    for (int k = 0; k < 400; k++) {
      for (int example : stream.minibatch(k, 10)) {
        rare += example == 0 ? 1 : 0;
      }
    }
    // 4,000 fair draws: five standard deviations are 158.
    assertThat(rare).isBetween(2000 - 158, 2000 + 158);
  }

  @Test
  void aSmallerPowerDrawsClassesMoreAsTheyAre() {
    // 1 and 49 examples to the power of a half: one draw in eight.
    ClassBalance half = new ClassBalance(Sampling.CLASS_BALANCED, 0.5, 0, 0);
    ExampleStream stream = ExampleStream.of(half, shard(50), 1, 0);
    int rare = 0;
    for (int k = 0; k < 400; k++) {
      for (int example : stream.minibatch(k, 10)) {
        rare += example == 0 ? 1 : 0;
      }
    }
    // 4,000 draws: five standard deviations are 105.
    assertThat(rare).isBetween(500 - 105, 500 + 105);
  }
}
