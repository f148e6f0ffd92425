package org.spiketrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;

class TrialTest {
  private static List<Trial> settings(String... axes) {
    return Trial.all(List.of(axes).stream().map(GridAxis::parse).toList());
  }

  @Test
  void allCombinationsWithTheLastKeyChangingFirst() {
    assertThat(settings("training.epochs=1,2.5", "seed=1, 2"))
        .extracting(Trial::name)
        .containsExactly(
            "training.epochs-1_seed-1",
            "training.epochs-1_seed-2",
            "training.epochs-2.5_seed-1",
            "training.epochs-2.5_seed-2");
  }

  @Test
  void commasWithinParenthesesAreNoSeparators() {
    assertThat(settings("network.stack=lstm(4) | leaky(2, beta = 1),leaky(2)"))
        .extracting(Trial::values)
        .containsExactly(
            Map.of("network.stack", "lstm(4) | leaky(2, beta = 1)"),
            Map.of("network.stack", "leaky(2)"));
  }

  @Test
  void bracesVaryAPartOfAValueAndNameIt() {
    List<Trial> settings = settings("network.stack=leaky(2, beta = {0.9,1}) | linear(2)");

    assertThat(settings)
        .extracting(Trial::labels)
        .containsExactly(Map.of("network.stack", "0.9"), Map.of("network.stack", "1"));
    assertThat(settings.get(0).values())
        .isEqualTo(Map.of("network.stack", "leaky(2, beta = 0.9) | linear(2)"));
    assertThat(settings.get(0).name()).isEqualTo("network.stack-0.9");
  }

  @Test
  void namesAreThoseOfFoldersAndDifferWhereValuesDo() {
    List<Trial> settings = settings("network.stack=leaky(4),leaky[4],leaky 4," + "x".repeat(300));

    assertThat(settings).extracting(Trial::name).doesNotHaveDuplicates();
    assertThat(settings)
        .extracting(Trial::name)
        .allMatch(name -> name.matches("[A-Za-z0-9._+-]{1,140}"));
    assertThat(settings.get(0).name()).startsWith("network.stack-leaky.4.-");
  }

  @Test
  void someKeysMakeANameOfTheirOwn() {
    Trial setting = settings("seed=1", "training.epochs=3").get(0);

    assertThat(setting.name(key -> key.equals("seed"), "all")).isEqualTo("seed-1");
    assertThat(setting.name(key -> key.startsWith("data."), "all")).isEqualTo("all");
  }

  @Test
  void aKeyHasOneAxis() {
    assertThatThrownBy(() -> settings("seed=1", "seed=2"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--grid seed stands there twice");
  }
}
