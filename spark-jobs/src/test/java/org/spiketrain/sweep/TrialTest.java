package org.spiketrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.train.TaskSlots.Placement;

class TrialTest {
  private static List<Trial> settings(String... axes) {
    return sampled(0, axes);
  }

  private static List<Trial> sampled(int samples, String... axes) {
    List<GridAxis> grid = SweepSettings.grid(String.join("\n", axes));
    return new Sweep(new SweepSettings(grid, samples, 7, 0, Placement.AUTO, new Halving(0, 2)))
        .trials();
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

  @Test
  void aKeyIsVariedOnlyWhereItsConditionHolds() {
    assertThat(
            settings(
                "training.workers=1,2,4", "training.outer-momentum=0,0.5 if training.workers=2, 4"))
        .extracting(Trial::name)
        .containsExactly(
            "training.workers-1",
            "training.workers-2_training.outer-momentum-0",
            "training.workers-2_training.outer-momentum-0.5",
            "training.workers-4_training.outer-momentum-0",
            "training.workers-4_training.outer-momentum-0.5");
  }

  @Test
  void samplesAreTheSameInEveryRunAndTheFirstOnesInALargerOne() {
    String[] axes = {
      "training.updater.learning-rate=log-uniform(1e-4,1e-1)",
      "training.batch-size=whole(4,64)",
      "training.updater.name=adam,sgd",
      "training.updater.momentum=uniform(0,1) if training.updater.name=sgd"
    };
    List<Trial> few = sampled(5, axes);

    assertThat(sampled(20, axes))
        .hasSize(20)
        .doesNotHaveDuplicates()
        .startsWith(few.toArray(Trial[]::new));
    assertThat(few.get(0).labels())
        .isEqualTo(
            Map.of(
                "training.updater.learning-rate", "0.08836",
                "training.batch-size", "34",
                "training.updater.name", "sgd",
                "training.updater.momentum", "0.1561"));
    assertThat(sampled(50, axes))
        .allSatisfy(
            trial -> {
              Map<String, String> values = trial.values();
              assertThat(Double.parseDouble(values.get("training.updater.learning-rate")))
                  .isBetween(1e-4, 1e-1);
              assertThat(Integer.parseInt(values.get("training.batch-size"))).isBetween(4, 64);
              assertThat(values.containsKey("training.updater.momentum"))
                  .isEqualTo(values.get("training.updater.name").equals("sgd"));
            });
  }

  @Test
  void eachSampleIsRunWithEverySeed() {
    List<Trial> trials = sampled(2, "seed=1,2", "training.batch-size=whole(4,64)");

    assertThat(trials).hasSize(4);
    assertThat(trials.get(0).labels().get("training.batch-size"))
        .isEqualTo(trials.get(1).labels().get("training.batch-size"));
    assertThat(trials)
        .extracting(trial -> trial.labels().get("seed"))
        .containsExactly("1", "2", "1", "2");
  }

  @Test
  void whatCannotBeSampledIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> settings("training.epochs=uniform(1,2)"))
        .hasMessageContaining("say how many samples to draw with -D ablation.samples=N");
    assertThatThrownBy(() -> sampled(5, "training.workers=1,2"))
        .hasMessageContaining("only 2 different samples");
    assertThatThrownBy(() -> sampled(5, "seed=whole(1,9)")).hasMessageContaining("list its values");
    assertThatThrownBy(() -> settings("training.epochs=1 if seed=1", "seed=1"))
        .hasMessageContaining("not varied before it");
    for (String bad :
        List.of(
            "x=uniform(2,1)",
            "x=log-uniform(0,1)",
            "x=whole(1,2.5)",
            "x=uniform(a,b)",
            "x=1 if y=",
            "x=1 if y=1 if z=1")) {
      assertThatThrownBy(() -> settings(bad)).as(bad).hasMessageContaining("expected KEY=VALUE");
    }
  }
}
