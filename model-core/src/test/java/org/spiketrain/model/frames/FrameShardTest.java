package org.spiketrain.model.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class FrameShardTest {
  @Property(tries = 100)
  void givesBackWhatWasPacked(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(max = 6) int examples,
      @ForAll boolean weighted) {
    List<Example> packed = examples(seed, channels, examples, weighted);
    FrameShard shard = FrameShard.of(channels, packed.iterator());
    assertThat(shard.size()).isEqualTo(examples);
    boolean binary = packed.stream().allMatch(e -> e.frames().isBinary());
    assertThat(shard.isBinary()).isEqualTo(binary);
    int most = 0;
    for (Example example : packed) {
      int[] rowStart = example.frames().rowStart();
      for (int t = 0; t + 1 < rowStart.length; t++) {
        most = Math.max(most, rowStart[t + 1] - rowStart[t]);
      }
    }
    assertThat(shard.mostEntries()).isEqualTo(most);
    for (int i = 0; i < examples; i++) {
      Example example = packed.get(i);
      assertThat(shard.id(i)).isEqualTo(example.id());
      assertThat(shard.label(i)).isEqualTo(example.label());
      assertThat(shard.weight(i)).isEqualTo(example.weight());
      assertThat(shard.example(i).weight()).isEqualTo(example.weight());
      assertThat(shard.timeSteps(i)).isEqualTo(example.frames().timeSteps());
      if (binary || !example.frames().isBinary() || example.frames().entries() == 0) {
        assertThat(shard.frames(i).channel()).containsExactly(example.frames().channel());
      }
    }
  }

  private static List<Example> examples(long seed, int channels, int count, boolean weighted) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] rowStart = new int[1 + random.nextInt(5)];
      List<Integer> channel = new ArrayList<>();
      for (int t = 1; t < rowStart.length; t++) {
        for (int c = 0; c < channels; c++) {
          if (random.nextBoolean()) {
            channel.add(c);
          }
        }
        rowStart[t] = channel.size();
      }
      float[] value = new float[weighted ? channel.size() : 0];
      Arrays.fill(value, 2.5f);
      int[] entries = channel.stream().mapToInt(Integer::intValue).toArray();
      examples.add(
          new Example(
              7L * i,
              i % 3,
              "",
              new SpikeFrames(channels, rowStart, entries, value),
              weighted ? i % 4 / 2f : 1f));
    }
    return examples;
  }

  @Test
  void minibatchesAreSortedByLengthPaddedAndTimeMajor() {
    FrameShard shard =
        FrameShard.of(
            4,
            List.of(
                    new Example(0, 0, "", SpikeFrames.oneHot(4, new int[] {2})),
                    new Example(1, 1, "", SpikeFrames.oneHot(4, new int[] {0, 3, 1})))
                .iterator());
    DataSet dense = minibatch(shard, InputCoding.DENSE);
    assertThat(dense.getFeatures().shape()).containsExactly(2, 4, 3);
    INDArray timeMajor = dense.getFeatures().permute(2, 0, 1);
    assertThat(timeMajor.dup('c').data().asFloat())
        .containsExactly(
            1, 0, 0, 0, /**/ 0, 0, 1, 0, //
            0, 0, 0, 1, /**/ 0, 0, 0, 0, //
            0, 1, 0, 0, /**/ 0, 0, 0, 0);
    assertThat(dense.getLabels().data().asFloat()).containsExactly(0, 1, 1, 0);
    assertThat(dense.getFeaturesMaskArray().data().asFloat()).containsExactly(1, 1, 1, 1, 0, 0);

    DataSet events = minibatch(shard, InputCoding.EVENTS);
    assertThat(events.getFeatures().permute(2, 0, 1).dup('c').data().asFloat())
        .containsExactly(1, 3, 4, 0, 2, 0);
  }

  private static DataSet minibatch(FrameShard shard, InputCoding coding) {
    return new Minibatch(shard, 2, coding, Augmentation.NONE)
        .of(new int[] {0, 1}, new SplittableRandom(1));
  }

  @Test
  void refusesOtherChannelsAndWeightedEvents() {
    Example example = new Example(3, 0, "", SpikeFrames.oneHot(4, new int[] {2}));
    assertThatThrownBy(() -> FrameShard.of(5, List.of(example).iterator()))
        .hasMessageContaining("Example 3 has 4 channels");
    SpikeFrames counts = new SpikeFrames(4, new int[] {0, 1}, new int[] {1}, new float[] {3});
    FrameShard weighted = FrameShard.of(4, List.of(new Example(0, 0, "", counts)).iterator());
    assertThatThrownBy(() -> new Minibatch(weighted, 2, InputCoding.EVENTS, Augmentation.NONE))
        .hasMessageContaining("dense");
  }
}
