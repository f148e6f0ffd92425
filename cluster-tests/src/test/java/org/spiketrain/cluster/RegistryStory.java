package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model that is published and found by its alias, and a night, wherever the registry is. */
record RegistryStory(Storage storage, Launcher launcher) {
  private static final String DAY = "2026-11-01";
  private static final List<String> STEMS =
      List.of("Tor", "Bel", "Lin", "Mar", "Gal", "Sven", "Dor", "Kal", "Ren", "Vas", "Hol", "Pen");

  private String registry() {
    return "-Dregistry.path=" + storage.path("/models");
  }

  void assertThatAPublishedModelIsFoundByItsAlias() throws Exception {
    String file = References.of(Recipe.NAMES).resolve("model.zip").toString();
    launcher
        .run("models", "publish", "names", "--model=" + file, "--alias=champion", registry())
        .assertSucceeded();

    assertThat(storage.read("/models/names/versions/1/model.zip"))
        .isEqualTo(References.model(Recipe.NAMES));
    assertThat(answers("models:/names@champion")).isEqualTo(answers(file)).contains("Satoshi");
  }

  /** Each makes an alias of its own, and the first one the version. */
  void assertThatPublishersAtOnceMakeOneVersion() throws Exception {
    String file = References.of(Recipe.NAMES).resolve("model.zip").toString();
    try (Started one = publisher(file, "one");
        Started other = publisher(file, "other")) {
      for (Started publisher : List.of(one, other)) {
        Started.Ended ended = publisher.end().assertSucceeded();
        assertThat(ended.out()).contains("version 1 of together");
        assertThat(ended.err()).doesNotContain("WARN", "ERROR");
      }
    }
    assertThat(storage.list("/models/together/versions")).noneMatch(name -> name.startsWith("2"));
    assertThat(launcher.run("models", "list", "together", registry()).assertSucceeded().out())
        .contains("one other");
  }

  private Started publisher(String file, String alias) throws Exception {
    return launcher.start(
        List.of(
            "models", "publish", "together", "--model=" + file, "--alias=" + alias, registry()));
  }

  void assertThatANightMakesItsChampion() throws Exception {
    arrive("North", "son", "dal", "vik");
    arrive("South", "etti", "ini", "ardo");

    Started.Ended night = launcher.run(night()).assertSucceeded();

    assertThat(night.out()).contains("champion: version 1 of nightly");
    assertThat(storage.read("/nights/nights/%s/record.json".formatted(DAY)))
        .asString(UTF_8)
        .contains("\"promoted\"");
    assertThat(storage.list("/nights/nights/" + DAY)).contains("BLESSED");
    assertThat(answers("models:/nightly@champion")).contains("Satoshi");

    Started.Ended again = launcher.run(night()).assertSucceeded();
    assertThat(again.out()).contains("nothing new");
  }

  private void arrive(String language, String... endings) throws Exception {
    String names =
        STEMS.stream()
            .flatMap(stem -> Stream.of(endings).map(ending -> stem + ending + "\n"))
            .collect(Collectors.joining());
    storage.write("/days/%s/%s.txt".formatted(DAY, language), names);
  }

  private List<String> night() {
    List<String> command = new ArrayList<>(List.of("nightly", "conf/names-demo.conf"));
    """
    data.names.ngrams=1
    split.protocol=hash
    split.train-fraction=0.5
    split.validation-fraction=0.2
    split.test-fraction=0.3
    network.stack=spiking-lstm(8) | readout(mean)
    training.batch-size=4
    training.averaging-frequency=4
    training.epochs=2
    evaluation.baselines=false
    nightly.model=nightly
    """
        .lines()
        .forEach(setting -> command.add("-D" + setting));
    command.addAll(
        List.of(
            "-Ddata.path=" + storage.path("/days"),
            "-Doutput.path=" + storage.path("/nights"),
            registry(),
            "--as-of=" + DAY));
    return command;
  }

  private String answers(String model) throws Exception {
    return launcher
        .run("score", "--model=" + model, registry(), "--format=csv", "Satoshi", "Jackson")
        .assertSucceeded()
        .out();
  }
}
