package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;

class SentenceMinibatchTest {
  private static final int WORDS = 400;

  private static float[] numbers(Augmentation augmentation, long seed) {
    int[] sentence = new int[WORDS];
    Arrays.setAll(sentence, w -> 1 + w % 7);
    FrameShard shard =
        FrameShard.of(
            8, List.of(new Example(0, 1, "", SpikeFrames.oneHot(8, sentence))).iterator());
    return NativeFloats.copy(
        new SentenceMinibatch(shard, 2, new WordInput.Numbers(WORDS), augmentation)
            .of(new int[] {0}, new SplittableRandom(seed))
            .getFeatures());
  }

  @Test
  void aShareOfTheWordsIsTakenForUnknownOnes() {
    float[] all = numbers(Augmentation.NONE, 1);
    float[] dropped = numbers(Augmentation.ofDrop(0.25), 1);
    int unknown = 0;
    for (int w = 0; w < WORDS; w++) {
      if (dropped[w] == RateTable.UNKNOWN) {
        unknown++;
      } else {
        assertThat(dropped[w]).isEqualTo(all[w]);
      }
    }
    assertThat(all).doesNotContain(RateTable.UNKNOWN);
    assertThat(unknown).isBetween(70, 130);
    assertThat(numbers(Augmentation.ofDrop(0.25), 1)).isEqualTo(dropped);
    assertThat(numbers(Augmentation.ofDrop(0.25), 2)).isNotEqualTo(dropped);
  }

  @Test
  void weightsStandWhereTheLabelsAre() {
    SpikeFrames words = SpikeFrames.oneHot(8, new int[] {3});
    FrameShard shard =
        FrameShard.of(
            8,
            List.of(new Example(0, 1, "", words, 0.5f), new Example(1, 0, "", words)).iterator());
    assertThat(
            new SentenceMinibatch(shard, 2, new WordInput.Numbers(1), Augmentation.NONE)
                .of(new int[] {0, 1}, new SplittableRandom(1))
                .getLabels()
                .toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0.5f}, {1, 0}});
  }

  @Test
  void wordsAreNotMoved() {
    Augmentation shifted = new Augmentation(0, 0, 0, 1, 0, 0, 0);
    assertThatThrownBy(() -> numbers(shifted, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be moved");
  }
}
