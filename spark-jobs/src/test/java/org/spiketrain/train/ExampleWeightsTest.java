package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

class ExampleWeightsTest {
  private static final SpikeFrames FRAMES = SpikeFrames.oneHot(1, new int[] {0});

  private static Example example(int label, float weight) {
    return new Example(0, label, "", FRAMES, weight);
  }

  private static List<Example> examples(int... ofClass) {
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < ofClass.length; label++) {
      for (int k = 0; k < ofClass[label]; k++) {
        examples.add(example(label, 1));
      }
    }
    return examples;
  }

  @Test
  void withPowerOneEveryClassWeighsAlike() {
    // As scikit-learn's class_weight="balanced": 8 examples, 2 classes, 8 / (2 * 6) and 8 / (2 *
    // 2).
    ExampleWeights weights = ExampleWeights.of(examples(6, 2), 1);
    assertThat(weights.weigh(example(0, 1)).weight()).isCloseTo(8f / 12, within(1e-6f));
    assertThat(weights.weigh(example(1, 1)).weight()).isCloseTo(2f, within(1e-6f));
  }

  @Test
  void withPowerZeroWeightsAreDividedByTheirMeanAlone() {
    List<Example> examples = List.of(example(0, 1), example(1, 3));
    ExampleWeights weights = ExampleWeights.of(examples, 0);
    assertThat(weights.weigh(examples.get(0)).weight()).isEqualTo(0.5f);
    assertThat(weights.weigh(examples.get(1)).weight()).isEqualTo(1.5f);
  }

  @Test
  void ownWeightsCountAsPartOfTheirClass() {
    // Class 0 weighs 4 in two examples, class 1 weighs 1: both 2.5 of 5 with power 1, over 3
    // examples.
    List<Example> examples = List.of(example(0, 1), example(0, 3), example(1, 1));
    ExampleWeights weights = ExampleWeights.of(examples, 1);
    assertThat(weights.weigh(examples.get(0)).weight()).isCloseTo(0.375f, within(1e-6f));
    assertThat(weights.weigh(examples.get(1)).weight()).isCloseTo(1.125f, within(1e-6f));
    assertThat(weights.weigh(examples.get(2)).weight()).isCloseTo(1.5f, within(1e-6f));
  }

  @Property(tries = 100)
  void theMeanIsOneWhateverThePower(
      @ForAll @IntRange(min = 1, max = 50) int first,
      @ForAll @IntRange(min = 1, max = 50) int second,
      @ForAll @DoubleRange(min = 0, max = 1) double power) {
    List<Example> examples = examples(first, second, 1);
    ExampleWeights weights = ExampleWeights.of(examples, power);
    double sum = examples.stream().mapToDouble(one -> weights.weigh(one).weight()).sum();
    assertThat(sum / examples.size()).isCloseTo(1, within(1e-5));
  }
}
