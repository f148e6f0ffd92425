package org.spiketrain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.evaluate.CommitteeWeights;

class CommitteeConfigTest {
  private static ExperimentConfig load(String... keys) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int k = 0; k < keys.length; k += 2) {
      all.put(keys[k], keys[k + 1]);
    }
    return ExperimentConfig.load("conf/names-demo.conf", all);
  }

  private static ExperimentConfig two(String key, String value) {
    return load(
        "committee.members",
        "a, b",
        "committee.a.seed",
        "7",
        "committee.b.training.epochs",
        "3",
        key,
        value);
  }

  @Test
  void aMemberIsTheWholeWithItsOwnSectionOverIt() {
    ExperimentConfig whole = two("training.batch-size", "5");
    List<MemberPlan> members = whole.committee().orElseThrow().members();

    assertThat(members).extracting(MemberPlan::name).containsExactly("a", "b");
    ExperimentConfig a = members.get(0).config();
    ExperimentConfig b = members.get(1).config();
    assertThat(a.training().settings().seed()).isEqualTo(7);
    assertThat(b.training().settings().seed()).isEqualTo(whole.training().settings().seed());
    assertThat(b.training().epochs()).isEqualTo(3);
    assertThat(List.of(a, b))
        .allSatisfy(
            one -> {
              assertThat(one.training().settings().rounds().batchSize()).isEqualTo(5);
              assertThat(one.data())
                  .as("the same split, whatever the seed")
                  .isEqualTo(whole.data());
              assertThat(one.committee()).isEmpty();
            });
    assertThat(b.output().path()).isEqualTo("runs/demo/members/b");
    assertThat(whole.committee().orElseThrow().weights().by()).isEqualTo(CommitteeWeights.By.EQUAL);
  }

  @Test
  void whatIsRenderedIsReadAgain() {
    ExperimentConfig whole = two("committee.weights", "0.6 0.4");

    ExperimentConfig again = whole.with(Map.of());
    assertThat(again.rendered()).isEqualTo(whole.rendered());
    assertThat(again.committee().orElseThrow().members().get(1).config().training().epochs())
        .isEqualTo(3);
    assertThat(
            two("committee.weights", "equal")
                .with(Map.of("committee.members", "b"))
                .committee()
                .orElseThrow()
                .members())
        .as("some of them")
        .hasSize(1);
    assertThat(load().recipe()).doesNotContain("committee");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "committee.members; a, c; there is no committee.c { ... } with what is different",
        "committee.members; a, a; expected at most 16 different names",
        "committee.members; a, B/; names of small letters, digits and hyphens",
        "committee.a.data.path; x; is for all members of a committee together, set data.path",
        "committee.a.evaluation.split; train; set evaluation.split: each has network, conversion",
        "committee.a.training.start-from; m.zip; together, and starts from nothing",
        "committee.a.training.epoch; 3; Unknown configuration key committee.a.training.epoch",
        "committee.a.training.epoch; 3; did you mean committee.a.training.epochs",
        "committee.weigth; 3; did you mean committee.weights",
        "committee.a.training.epochs; 0; Member a of the committee: training.epochs is",
        "committee.a.network.stack; lst(3); Member a of the committee:",
        "committee.weights; 0.5; 'not a number from 0 for each of 2 members'",
        "committee.weights; 0 0; one above it",
        "committee.weights; best; expected equal, validation, or a number from 0 for each",
        "training.start-from; m.zip; nothing with committee.members",
      })
  void mistakesAreTold(String key, String value, String message) {
    assertThatThrownBy(() -> two(key, value))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(message);
  }

  private static ExperimentConfig file(Path folder, String committee) throws IOException {
    Path file = folder.resolve("committee.conf");
    Files.writeString(file, "committee { members = \"a, b\"\n" + committee + "\n}\n");
    return ExperimentConfig.load(file.toString(), Map.of());
  }

  @Test
  void aMemberMayBeTheWholeAsItIs(@TempDir Path folder) throws IOException {
    ExperimentConfig whole = file(folder, "a {}\n b { seed = 7 }");

    for (ExperimentConfig read : List.of(whole, whole.with(Map.of()))) {
      List<MemberPlan> members = read.committee().orElseThrow().members();
      assertThat(members).extracting(MemberPlan::name).containsExactly("a", "b");
      assertThat(members.get(0).config().training()).isEqualTo(read.training());
      assertThat(members.get(1).config().training()).isNotEqualTo(read.training());
    }
    assertThat(
            whole
                .with(Map.of("committee.a.training.epochs", "2"))
                .committee()
                .orElseThrow()
                .members()
                .get(0)
                .config()
                .training()
                .epochs())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epochs = [3]", "epochs = null"})
  void whatIsNoValueIsToldWithWhatIsExpected(String key, @TempDir Path folder) {
    assertThatThrownBy(() -> file(folder, "a { training { " + key + " } }\n b { seed = 7 }"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("Member a of the committee: training.epochs is ")
        .hasMessageContaining("committee.conf:2")
        .hasMessageContaining("expected a number from 0");
  }

  @Test
  void theSplitsThatNobodyIsEvaluatedOnMayBeEmpty() {
    String[] keys = {
      "committee.members", "a",
      "committee.a.training.keep", "last",
      "committee.a.training.evaluation-split", "test",
      "split.validation-fraction", "0",
      "split.train-fraction", "0.8",
      "split.test-fraction", "0.2",
    };

    assertThat(load(keys).evaluatedSplits()).containsOnlyKeys("evaluation.split");
    keys[5] = "validation";
    assertThatThrownBy(() -> load(keys))
        .hasMessageContaining("Member a of the committee: training.evaluation-split is");
  }

  @Test
  void weightsByASplitWithoutExamplesAreRefused() {
    assertThatThrownBy(
            () ->
                load(
                    "committee.members", "a",
                    "committee.a.seed", "7",
                    "committee.weights", "validation",
                    "split.validation-fraction", "0",
                    "split.train-fraction", "0.8",
                    "split.test-fraction", "0.2",
                    "training.keep", "last",
                    "training.evaluation-split", "test"))
        .hasMessageContaining("committee.weights is")
        .hasMessageContaining("whose fraction is 0");
  }

  @Test
  void networksBesideAreNoPartOfTheRecipe() {
    ExperimentConfig whole =
        load(
            "beside.networks",
            "lstm",
            "beside.lstm.network.stack",
            "lstm(4) | readout(mean)",
            "beside.lstm.seed",
            "7");

    ExperimentConfig lstm = whole.beside().get(0).config();
    assertThat(lstm.network().stack()).contains("lstm(4)");
    assertThat(lstm.training().settings().seed()).isEqualTo(7);
    assertThat(lstm.data()).isEqualTo(whole.data());
    assertThat(lstm.beside()).isEmpty();
    assertThat(lstm.output().path()).isEqualTo("runs/demo/beside/lstm");
    assertThat(whole.recipe()).isEqualTo(load().recipe());
    assertThat(whole.with(Map.of()).beside()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "beside.networks; c; there is no beside.c { ... } with what is different in this network",
        "beside.a.data.path; x; is for a network and those beside it together, set data.path",
        "beside.a.training.epochs; 0; Network a beside this one: training.epochs is",
        "beside.a.training.epoch; 3; did you mean beside.a.training.epochs",
      })
  void mistakesOfNetworksBesideAreTold(String key, String value, String message) {
    assertThatThrownBy(() -> load("beside.networks", "a", "beside.a.seed", "7", key, value))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(message);
  }
}
