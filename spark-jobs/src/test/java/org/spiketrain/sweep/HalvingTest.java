package org.spiketrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private static final Map<String, Double> SCORES =
      Map.of("a1", 0.9, "a2", 0.1, "b1", 0.6, "b2", 0.6, "c1", Double.NaN, "c2", 0.7, "d1", 0.5);

  private static List<String> promoted(int factor, String... trials) {
    return new Halving(factor, 1).promoted(List.of(trials), trial -> trial.charAt(0), SCORES::get);
  }

  @Test
  void settingsGoOnByTheMeanOfTheirRepetitions() {
    assertThat(promoted(2, "a1", "a2", "b1", "b2")).containsExactly("b1", "b2");
  }

  @Test
  void oneInSoManyRoundedUpInTheOrderOfTheTrials() {
    assertThat(promoted(2, "d1", "a1", "b1")).containsExactly("a1", "b1");
    assertThat(promoted(3, "d1", "a1", "b1")).containsExactly("a1");
  }

  @Test
  void ofEqualOnesTheFirstGoesOn() {
    assertThat(promoted(2, "b2", "b1")).containsExactly("b2", "b1");
    assertThat(new Halving(2, 1).promoted(List.of("b2", "b1"), trial -> trial, SCORES::get))
        .containsExactly("b2");
  }

  @Test
  void whatFailedDoesNotGoOnAndDoesNotCount() {
    assertThat(promoted(2, "c1", "c2", "b1")).containsExactly("c2");
    assertThat(promoted(2, "c1")).isEmpty();
  }

  @Test
  void cutsAreFractionsOfTheExamples() {
    assertThat(new Halving(2, 3).cuts()).containsExactly(0.125, 0.25, 0.5);
    assertThat(new Halving(0, 3).cuts()).isEmpty();
    assertThat(new Halving(1, 3).cuts()).isEmpty();
  }
}
