package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

class CommitteeTest {
  private static final SpikeFrames EXAMPLE = SpikeFrames.oneHot(2, new int[] {0, 1});

  /** Says the same to everything, after the first step the reverse, and shows two layers. */
  private record Constant(float first) implements FrameClassifier {
    @Override
    public float[][] probabilities(List<SpikeFrames> examples) {
      return examples.stream()
          .map(example -> new float[] {first, 1 - first})
          .toArray(float[][]::new);
    }

    @Override
    public float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
      observer.observe(0, new float[0][]);
      observer.observe(1, new float[][] {{first}});
      return probabilitiesOf(example);
    }

    @Override
    public boolean answersOverTime() {
      return true;
    }

    @Override
    public float[][] probabilitiesOverTime(SpikeFrames example, LayerObserver observer) {
      return new float[][] {{1 - first, first}, {first, 1 - first}};
    }

    @Override
    public List<SpikingLayer> spikingLayers() {
      return List.of(new SpikingLayer(1, "leaky(1)", List.of(0)));
    }
  }

  private static Committee.Member member(String name, float first, double weight) {
    return new Committee.Member(name, new Constant(first), weight);
  }

  private static Committee committee(double firstWeight, double secondWeight) {
    return new Committee(List.of(member("a", 0.8f, firstWeight), member("b", 0.4f, secondWeight)));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0.8", "0, 1, 0.4", "0.5, 0.5, 0.6202", "1, 1, 0.7273", "2, 0, 0.9412"})
  void poolsLogProbabilitiesByTheWeights(double a, double b, double expected) {
    Committee committee = committee(a, b);

    float[] answer = committee.probabilitiesOf(EXAMPLE);
    assertThat(answer[0]).isCloseTo((float) expected, within(1e-4f));
    assertThat(answer[0] + answer[1]).isCloseTo(1f, within(1e-6f));
    assertThat(committee.probabilities(List.of(EXAMPLE, EXAMPLE)))
        .isEqualTo(new float[][] {answer, answer});
    assertThat(Math.exp(committee.logProbabilitiesOf(EXAMPLE)[1]))
        .isCloseTo(answer[1], within(1e-6));
    float[][] over = committee.probabilitiesOverTime(EXAMPLE, FrameClassifier.LayerObserver.NOBODY);
    assertThat(over[1]).isEqualTo(answer);
    assertThat(over[0]).containsExactly(answer[1], answer[0]);
  }

  @Test
  void whoIsCertainIsHeardButNobodyForbidsAll() {
    Committee committee = new Committee(List.of(member("a", 1f, 0.5), member("b", 0.3f, 0.5)));
    assertThat(committee.probabilitiesOf(EXAMPLE)[0]).isGreaterThan(0.999f).isLessThanOrEqualTo(1f);

    Committee opposed = new Committee(List.of(member("a", 1f, 0.5), member("b", 0f, 0.5)));
    assertThat(opposed.probabilitiesOf(EXAMPLE)).containsExactly(0.5f, 0.5f);
  }

  @Test
  void showsTheLayersOfAllThatAreAsked() {
    Committee committee =
        new Committee(
            List.of(member("a", 0.8f, 1), member("silent", 0.1f, 0), member("b", 0.4f, 1)));
    assertThat(committee.spikingLayers())
        .extracting(SpikingLayer::layer, SpikingLayer::name)
        .containsExactly(Tuple.tuple(1, "a: leaky(1)"), Tuple.tuple(3, "b: leaky(1)"));

    List<String> seen = new ArrayList<>();
    var unused =
        committee.probabilitiesOf(EXAMPLE, (layer, output) -> seen.add(layer + " " + output[0][0]));
    assertThat(seen).containsExactly("1 0.8", "3 0.4");
  }

  @Test
  void answersOverTimeWhereAllDo() {
    Committee committee =
        new Committee(
            List.of(
                member("a", 0.8f, 1),
                new Committee.Member("b", examples -> new float[][] {{0.5f, 0.5f}}, 1)));

    assertThat(committee.answersOverTime()).isFalse();
    assertThat(committee.probabilitiesOverTime(EXAMPLE, FrameClassifier.LayerObserver.NOBODY))
        .isEmpty();
  }

  @Test
  void nobodyToAskIsRefused() {
    assertThatThrownBy(() -> committee(0, 0)).hasMessageContaining("no members with a weight");
    assertThatThrownBy(() -> committee(-1, 1)).hasMessageContaining("weight -1.0");
  }
}
