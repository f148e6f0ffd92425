package org.spiketrain.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class ModelRegistryTest {
  private static final String NAMES = "names";

  @TempDir Path temp;
  private Path root;
  private ModelRegistry registry;

  @BeforeEach
  void openRegistry() {
    root = temp.resolve("models");
    registry = registry();
  }

  private ModelRegistry registry() {
    return ModelRegistry.of(new Configuration(), new org.apache.hadoop.fs.Path(root.toString()));
  }

  private VersionDraft draft(String key) throws IOException {
    return RegistryFiles.draft(temp, key);
  }

  private ModelVersion publish(String key) throws IOException {
    return registry.publish(NAMES, draft(key));
  }

  private void publish(int versions) throws IOException {
    for (int number = 1; number <= versions; number++) {
      assertThat(publish("night " + number).number()).isEqualTo(number);
    }
  }

  private List<Integer> numbers() {
    return registry.versions(NAMES).stream().map(ModelVersion::number).toList();
  }

  private List<String> listing(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aVersionHasTheModelWhatWasCopiedAndWrittenAndItsFacts() throws IOException {
    Path run = Files.createDirectories(temp.resolve("run/evaluation"));
    Files.writeString(run.resolve("metrics.json"), "{}");
    VersionDraft draft =
        new VersionDraft(
            "key",
            RegistryFiles.model(temp, "one"),
            Map.of("evaluation", new org.apache.hadoop.fs.Path(run.toString())),
            Map.of("notes/run.json", "[]".getBytes(StandardCharsets.UTF_8)),
            Map.of("data", "of today"),
            Map.of("accuracy", 0.75, "loss", Double.NaN));
    Instant before = Instant.now().minusSeconds(1);

    ModelVersion made = registry.publish(NAMES, draft);

    ModelVersion read = registry().version(NAMES, 1);
    assertThat(read).isEqualTo(made);
    assertThat(read.facts().created()).isBetween(before, Instant.now());
    assertThat(read.facts().metrics()).containsEntry("accuracy", 0.75).containsKey("loss");
    assertThat(read.facts().tags()).containsExactly(Map.entry("data", "of today"));
    assertThat(read.facts().modelBytes())
        .isEqualTo(Files.size(Path.of(read.modelFile().toUri().getPath())));
    assertThat(read.facts().modelSha256()).matches("[0-9a-f]{64}");
    assertThat(root.resolve("names/versions/1/evaluation/metrics.json")).hasContent("{}");
    assertThat(root.resolve("names/versions/1/notes/run.json")).hasContent("[]");
    assertThat(registry.files(read).keySet())
        .containsExactly("evaluation/metrics.json", "model.zip", "notes/run.json", "version.json");
    assertThat(registry.models()).containsExactly(NAMES);
    assertThat(listing(NAMES)).containsExactly("versions");
  }

  @Test
  void theSameKeyMakesNoSecondVersion() throws IOException {
    ModelVersion first = publish("monday");
    publish("tuesday");
    assertThat(publish("monday")).isEqualTo(first);
    assertThat(numbers()).containsExactly(1, 2);
  }

  @Test
  void thoseWhoPublishAtOnceGetNumbersOfTheirOwn() throws Exception {
    int threads = 8;
    List<Callable<ModelVersion>> work = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      // Two of each key.
      VersionDraft draft = draft("night " + thread / 2);
      work.add(() -> registry().publish(NAMES, draft));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<ModelVersion> made = new ArrayList<>();
    try {
      for (Future<ModelVersion> one : pool.invokeAll(work)) {
        made.add(one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(numbers()).containsExactly(1, 2, 3, 4);
    assertThat(made.stream().distinct())
        .containsExactlyInAnyOrderElementsOf(registry.versions(NAMES));
    assertThat(listing("names/versions")).containsExactly("1", "2", "3", "4");
    for (int number : numbers()) {
      assertThat(listing("names/versions/" + number))
          .contains("model.zip", "version.json")
          .noneMatch(name -> name.contains("tmp"));
    }
  }

  @Test
  void aPublisherThatIsKilledLeavesNothingThatIsSeen() throws IOException {
    publish(1);
    Path versions = root.resolve("names/versions");
    // Before the rename, and on an object store before the last file.
    Files.createDirectory(versions.resolve(".2.tmp-01234567-89ab-cdef-0123-456789abcdef"));
    Files.writeString(
        Files.createDirectory(versions.resolve("2")).resolve("model.zip"), "half of it");
    assertThat(numbers()).containsExactly(1);
    assertThatThrownBy(() -> registry.version(NAMES, 2))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no version 2")
        .hasMessageEndingWith("name one of 1");
    assertThatThrownBy(() -> registry.setAlias(NAMES, "champion", 2, "why"))
        .hasMessageContaining("no version 2");
    assertThat(publish("next").number()).isEqualTo(3);
    assertThat(registry.prune(NAMES, 5)).containsExactly(2);
  }

  @Test
  void aVersionThatCannotBeMadeLeavesNothing() throws IOException {
    VersionDraft missing =
        new VersionDraft(
            "key",
            RegistryFiles.model(temp, "one"),
            Map.of("report.html", new org.apache.hadoop.fs.Path(temp + "/nowhere.html")),
            Map.of(),
            Map.of(),
            Map.of());
    assertThatThrownBy(() -> registry.publish(NAMES, missing))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nowhere.html");
    Path text = Files.writeString(temp.resolve("text.zip"), "none");
    assertThatThrownBy(
            () ->
                registry.publish(
                    NAMES,
                    new VersionDraft(
                        "key",
                        new org.apache.hadoop.fs.Path(text.toString()),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is no model of Spiketrain");
    assertThat(root).doesNotExist();
    assertThat(registry.models()).isEmpty();
    assertThat(registry.versions(NAMES)).isEmpty();
  }

  @Test
  void rollingBackGoesFurtherBackEachTimeAndNotToAndFro() throws IOException {
    publish(4);
    for (int version : List.of(1, 2, 2, 3)) {
      registry.setAlias(NAMES, "champion", version, "it was better");
    }
    assertThat(registry.rollback(NAMES, "champion", "complaints").number()).isEqualTo(2);
    registry.setAlias(NAMES, "champion", 4, "it is better");
    assertThat(registry.aliased(NAMES, "champion")).contains(registry.version(NAMES, 4));
    assertThat(registry.rollback(NAMES, "champion", "complaints").number()).isEqualTo(2);
    assertThat(registry.rollback(NAMES, "champion", "more").number()).isEqualTo(1);
    assertThat(registry.aliases(NAMES)).containsExactly(Map.entry("champion", 1));
    assertThatThrownBy(() -> registry.rollback(NAMES, "champion", "all"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has named no version before 1");
    assertThat(root.resolve("names/aliases/champion"))
        .content()
        .containsSubsequence("it was better", "complaints", "more");
  }

  @Test
  void theHistoryOfAnAliasKeepsTheLastHundredMoves() throws IOException {
    publish(2);
    for (int move = 1; move <= 120; move++) {
      registry.setAlias(NAMES, "champion", 1 + move % 2, "move %d;".formatted(move));
    }
    assertThat(root.resolve("names/aliases/champion"))
        .content()
        .contains("move 21;", "move 120;")
        .doesNotContain("move 20;");
  }

  @Test
  void settingAnAliasToWhatItIsChangesNothing() throws IOException {
    publish(1);
    registry.setAlias(NAMES, "champion", 1, "first");
    byte[] before = Files.readAllBytes(root.resolve("names/aliases/champion"));
    registry.setAlias(NAMES, "champion", 1, "again");
    assertThat(root.resolve("names/aliases/champion")).hasBinaryContent(before);
  }

  @Test
  void whoMovedAnAliasMeanwhileIsNotOverruled() throws IOException {
    publish(3);
    assertThat(registry.moveAlias(NAMES, "champion", 1, 2, "night")).isZero();
    assertThat(registry.aliases(NAMES)).isEmpty();
    assertThat(registry.moveAlias(NAMES, "champion", 0, 1, "night")).isEqualTo(1);
    registry.setAlias(NAMES, "champion", 2, "by hand");
    byte[] before = Files.readAllBytes(root.resolve("names/aliases/champion"));

    assertThat(registry.moveAlias(NAMES, "champion", 1, 3, "night")).isEqualTo(2);
    assertThat(registry.moveAlias(NAMES, "champion", 0, 3, "night")).isEqualTo(2);
    assertThat(registry.moveAlias(NAMES, "champion", 1, 2, "again")).isEqualTo(2);
    assertThat(root.resolve("names/aliases/champion")).hasBinaryContent(before);

    assertThat(registry.moveAlias(NAMES, "champion", 2, 3, "night")).isEqualTo(3);
    assertThatThrownBy(() -> registry.moveAlias(NAMES, "champion", 3, 7, "night"))
        .hasMessageContaining("no version 7");
  }

  @Test
  void ofManyWhoHaveSeenTheSameOneMovesTheAlias() throws Exception {
    publish(9);
    registry.setAlias(NAMES, "champion", 1, "first");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Integer> after = new ArrayList<>();
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      IntStream.rangeClosed(2, 9)
          .forEach(to -> work.add(() -> registry().moveAlias(NAMES, "champion", 1, to, "me")));
      for (Future<Integer> one : pool.invokeAll(work)) {
        after.add(one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(after).containsOnly(registry.aliases(NAMES).get("champion")).doesNotContain(1);
    assertThat(registry.history(NAMES, "champion")).hasSize(2);
  }

  @Test
  void pruningKeepsTheNewestWhatAliasesNameAndOneRollback() throws IOException {
    publish(9);
    for (int version : List.of(1, 2, 4)) {
      registry.setAlias(NAMES, "champion", version, "");
    }
    registry.setAlias(NAMES, "challenger", 6, "");
    assertThat(registry.prune(NAMES, 2)).containsExactly(1, 3, 5, 7);
    assertThat(numbers()).containsExactly(2, 4, 6, 8, 9);
    assertThat(registry.prune(NAMES, 2)).isEmpty();
    assertThat(registry.rollback(NAMES, "champion", "").number()).isEqualTo(2);
    assertThatThrownBy(() -> registry.rollback(NAMES, "champion", ""))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("named version 1 before, which is deleted");
    assertThatThrownBy(() -> registry.prune(NAMES, 0)).hasMessageContaining("keep 1 or more");
    assertThatThrownBy(() -> registry.prune("other", 1)).hasMessageContaining("name one of names");
  }

  @Test
  void aNumberIsNotGivenASecondTime() throws IOException {
    publish(3);
    registry.setAlias(NAMES, "champion", 3, "");
    registry.setAlias(NAMES, "champion", 1, "");
    IntStream.of(2, 3)
        .forEach(
            number -> new ModelFolder(new Configuration(), registry.root(), NAMES).delete(number));
    assertThat(publish("next").number()).isEqualTo(4);
  }

  @Test
  void saysWhatThereIsInPlaceOfWhatThereIsNot() throws IOException {
    assertThatThrownBy(() -> registry.required(NAMES, "champion"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no model names in the registry")
        .hasMessageContaining("it is empty");
    publish(2);
    assertThatThrownBy(() -> registry.required(NAMES, "champion"))
        .hasMessageContaining("no alias champion")
        .hasMessageContaining("it has none");
    registry.setAlias(NAMES, "challenger", 2, "");
    assertThatThrownBy(() -> registry.required(NAMES, "champion"))
        .hasMessageEndingWith("name one of challenger");
    assertThatThrownBy(() -> registry.version(NAMES, 7)).hasMessageEndingWith("name one of 1, 2");
    assertThatThrownBy(() -> registry.version("words", 7))
        .hasMessageContaining("name one of names");
    Files.writeString(root.resolve("names/aliases/challenger"), "{");
    assertThatThrownBy(() -> registry.aliases(NAMES))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("challenger is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "a b", "ä", "a@b", "a:b"})
  void refusesNamesThatAreNoFolders(String name) {
    assertThatThrownBy(() -> registry.publish(name, draft("key")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("A model cannot be called \"%s\"".formatted(name));
    assertThatThrownBy(() -> registry.aliased(NAMES, name))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("An alias cannot be called \"%s\"".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../out", "a/../b", "model.zip", "version.json", "a//b"})
  void refusesFilesOutsideOfAVersionOrInPlaceOfItsOwn(String path) throws IOException {
    var model = RegistryFiles.model(temp, "one");
    assertThatThrownBy(
            () ->
                new VersionDraft(
                    "key", model, Map.of(), Map.of(path, new byte[0]), Map.of(), Map.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("\"%s\" is no path".formatted(path));
  }
}
