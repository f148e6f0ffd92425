package org.spiketrain.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.DataKinds;
import org.spiketrain.model.UserErrorException;

class BaselinesTest {
  private static List<String> keys(String kind, String... chosen) {
    return Baselines.of(DataKinds.get(kind), List.of(chosen)).stream().map(Baseline::key).toList();
  }

  @Test
  void everyKindHasItsOwn() {
    assertThat(keys("names", "auto"))
        .containsExactly(
            "majority",
            "ngramNaiveBayes",
            "ngramNaiveBayesCaseFolded",
            "logisticRegression",
            "logisticRegressionBalanced",
            "nbSvm");
    assertThat(keys("text", "auto"))
        .containsExactly(
            "majority",
            "ngramNaiveBayes",
            "logisticRegression",
            "logisticRegressionBalanced",
            "nbSvm",
            "svm");
    assertThat(keys("events", "auto")).containsExactly("majority", "logisticRegression");
  }

  @Test
  void someMayBeChosenInAnOrder() {
    assertThat(keys("names", "svm", "majority")).containsExactly("svm", "majority");
    assertThat(keys("names")).isEmpty();
  }

  @Test
  void onesThatTheKindDoesNotHaveAreRefused() {
    assertThatThrownBy(() -> keys("events", "majority", "nbSvm"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("\"nbSvm\"", "events", "auto", "majority, logisticRegression");
  }
}
