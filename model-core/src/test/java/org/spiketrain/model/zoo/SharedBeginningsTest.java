package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;

/** Examples that begin or end alike, answered together. */
class SharedBeginningsTest {
  private static final int CHANNELS = SequenceWindowsTest.CHANNELS;

  /** Of one and two spikes a step, so few that many have ends in common and some are equal. */
  private static List<SpikeFrames> examples(int count, float... values) {
    Random random = new Random(3);
    List<SpikeFrames> examples = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      int steps = 1 + random.nextInt(6);
      int[] rowStart = new int[steps + 1];
      List<Integer> channel = new ArrayList<>();
      for (int t = 0; t < steps; t++) {
        int first = random.nextInt(CHANNELS - 1);
        channel.add(first);
        if (first == 0 && random.nextBoolean()) {
          channel.add(CHANNELS - 1);
        }
        rowStart[t + 1] = channel.size();
      }
      float[] value = new float[channel.size()];
      for (int k = 0; k < value.length; k++) {
        value[k] = values[random.nextInt(values.length)];
      }
      examples.add(
          new SpikeFrames(
              CHANNELS, rowStart, channel.stream().mapToInt(Integer::intValue).toArray(), value));
    }
    return examples;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiking-lstm(6) | readout(last)",
        "spiking-lstm(6, bidirectional = true, members = 2, integrators = 3) | readout(mean)",
        "lstm(6) | gru(5, bidirectional = true) | rnn(4) | readout(mean)",
        "leaky(8, bidirectional = true, output = both, threshold = 0.1, integrators = 3) | readout(sum)",
        "lstm(5, bidirectional = true) | readout(max)",
        "spiking-gru(5, batch-norm = 2) | adaptive-leaky(8, recurrent = true, threshold = 0.05)"
            + " | leaky(classes, output = both, alpha = 0.5, threshold = 0.1)",
      })
  void areAnsweredAsOneByOne(String stack) {
    SpikingClassifier classifier = new SpikingClassifier(SequenceWindowsTest.network(stack));
    List<SpikeFrames> examples = examples(300, 1f, 1f, 0.5f);
    float[][] alone = examples.stream().map(classifier::probabilitiesOf).toArray(float[][]::new);

    assertThat(classifier.probabilities(examples)).isDeepEqualTo(alone);
    assertThat(Arrays.stream(alone).map(Arrays::toString).distinct().count()).isGreaterThan(3);
    KernelThreads.use(3);
    try {
      assertThat(classifier.probabilities(examples)).isDeepEqualTo(alone);
    } finally {
      KernelThreads.use(1);
    }
  }

  @Test
  void noneAreAnsweredByNothing() {
    SpikingClassifier classifier =
        new SpikingClassifier(SequenceWindowsTest.network("rnn(4) | readout(last)"));
    assertThat(classifier.probabilities(List.of())).isEmpty();
  }

  @Test
  void anExampleWithoutStepsIsAnsweredAsAlone() {
    SpikingClassifier classifier =
        new SpikingClassifier(SequenceWindowsTest.network("rnn(4) | readout(last)"));
    SpikeFrames none = SpikeFrames.binary(CHANNELS, new int[] {0}, new int[0]);
    assertThat(classifier.probabilities(List.of(none, none)))
        .isDeepEqualTo(
            new float[][] {classifier.probabilitiesOf(none), classifier.probabilitiesOf(none)});
  }
}
