package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;

class ClassPriorsTest {
  private static final List<String> CLASSES = List.of("a", "b, c");
  private static final SpikeFrames FRAMES =
      new SpikeFrames(1, new int[] {0, 1}, new int[] {0}, new float[] {1});

  private static FrameClassifier answers(String setting, Map<String, Double> priors) {
    FrameClassifier classifier = batch -> new float[][] {{0.9f, 0.1f}};
    return ClassPriors.parse(setting).over(classifier, CLASSES, priors, "m.zip");
  }

  @Test
  void rareClassesGainByUniformOnes() {
    FrameClassifier uniform = answers("uniform", Map.of("a", 0.9, "b, c", 0.1));

    assertThat(uniform.probabilitiesOf(FRAMES))
        .containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
    assertThat(uniform.probabilities(List.of(FRAMES))[0])
        .containsExactly(uniform.probabilitiesOf(FRAMES));
    assertThat(Math.exp(uniform.logProbabilitiesOf(FRAMES)[1])).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void thoseOfTheTrainingChangeNothing() {
    assertThat(answers("trained", Map.of()).probabilitiesOf(FRAMES)).containsExactly(0.9f, 0.1f);
    assertThat(ClassPriors.parse(" trained ")).isEqualTo(ClassPriors.TRAINED);
  }

  @Test
  void givenOnesAreByName() {
    FrameClassifier given = answers("a = 1", Map.of("a", 0.5, "b, c", 0.5));

    assertThat(given.probabilitiesOf(FRAMES)).containsExactly(1f, 0f);
    assertThat(ClassPriors.parse("x=y=0.25,z=0.7501")).hasToString("x=y=0.25,z=0.7501");
  }

  @Test
  void sharesAreThoseOfTheExamples() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("b", 30L);
    counts.put("a", 10L);

    assertThat(ClassPriors.shares(counts))
        .containsExactly(Map.entry("b", 0.75), Map.entry("a", 0.25));
    assertThat(ClassPriors.shares(Map.of("a", 0L))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "even", "a", "a=", "=1", "a=x", "a=1.5", "a=-0.5,b=1.5", "a=0.5,a=0.5"})
  void whatIsNoShareIsRefused(String text) {
    assertThatThrownBy(() -> ClassPriors.parse(text))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is no share of a class: expected trained, uniform, or CLASS=SHARE");
  }

  @Test
  void sharesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> ClassPriors.parse("a=0.5,b=0.4"))
        .hasMessageContaining("'a=0.5,b=0.4' sum to 0.9000");
    assertThatThrownBy(() -> answers("d=1", Map.of("a", 1.0)))
        .hasMessageContaining("There is no class 'd' to have the prior 1.0: expected some of a");
    assertThatThrownBy(() -> answers("uniform", Map.of()))
        .hasMessageContaining("Model m.zip does not say how frequent")
        .hasMessageContaining("train it again");
  }
}
