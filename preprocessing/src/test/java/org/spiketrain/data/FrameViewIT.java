package org.spiketrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.Example;

class FrameViewIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Configuration CONF = new Configuration();
  private static final SplitSettings HASH = SplitSettings.hash(0.5, 0, 0.5);

  @TempDir static Path temp;
  private static Manifest base;
  private static Manifest monday;
  private static Manifest tuesday;

  @BeforeEach
  void makeMembers() throws IOException {
    if (base == null) {
      base = frames("base", "Norse", "Ask\nEmbla\nSif\nTyr\n\n1\n", "Welsh", "Rhys\nBran\nLlyr\n");
      monday = append("monday", "Norse", "Ymir\nFreyr\nAsk\n");
      tuesday = append("tuesday", "Welsh", "Gwen\nDylan\nEira\nBran\n");
    }
  }

  private static NamesSettings settings(long seed, String name, String... files)
      throws IOException {
    Path input = Files.createDirectories(temp.resolve("input").resolve(name));
    for (int k = 0; k < files.length; k += 2) {
      Files.writeString(input.resolve(files[k] + ".txt"), files[k + 1]);
    }
    return new NamesSettings(input.toString(), LetterEncoder.Settings.tutorial(), HASH, seed);
  }

  private static Path work() {
    return temp.resolve("work");
  }

  private static org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(work().resolve(name).toString());
  }

  private static Manifest frames(String name, String... files) throws IOException {
    return settings(7, name, files)
        .preprocess(SPARK, hadoop(name).toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  private static Manifest append(String name, String... files) throws IOException {
    return settings(7, name, files)
        .append(SPARK, hadoop("base"), hadoop(name).toString(), OutputMode.REFUSE_EXISTING);
  }

  private static Manifest view(String name, String... members) {
    return FrameView.write(
        SPARK,
        hadoop(name).toString(),
        Stream.of(members).map(FrameViewIT::hadoop).toList(),
        OutputMode.REFUSE_EXISTING);
  }

  private static List<Row> rows(String name, Split split) {
    return FrameParquet.read(SPARK, hadoop(name).toString(), split.label())
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void rowsAreThoseOfTheMembersWithIdsOfTheirOwn() {
    Manifest view = view("views/all", "base", "monday", "tuesday");

    Set<Long> ids = new HashSet<>();
    for (Split split : Split.values()) {
      List<Row> expected = new ArrayList<>();
      Stream.of("base", "monday", "tuesday").forEach(one -> expected.addAll(rows(one, split)));
      List<Row> found = rows("views/all", split);
      assertThat(found).hasSameSizeAs(expected);
      for (int k = 0; k < found.size(); k++) {
        Example example = FrameParquet.example(found.get(k));
        Example own = FrameParquet.example(expected.get(k));
        assertThat(example.frames()).isEqualTo(own.frames());
        assertThat(example.label()).isEqualTo(own.label());
        assertThat(example.text()).isEqualTo(own.text());
        assertThat(ids.add(example.id())).as("id %d", example.id()).isTrue();
      }
      assertThat(view.total(split)).isEqualTo(found.size());
    }
    assertThat(view.total()).isEqualTo(7 + 3 + 4);
    assertThat(ids).hasSize(14);
    assertThat(FrameParquet.read(SPARK, hadoop("views/all").toString(), "train").columns())
        .containsExactly(FrameParquet.SCHEMA.fieldNames());
    assertThat(view.rejects()).isEqualTo(base.rejects());
    assertThat(view.corpus()).isEqualTo(base.corpus());
    assertThat(view.bytes()).isEqualTo(base.bytes() + monday.bytes() + tuesday.bytes());
    assertThat(FrameParquet.readManifest(CONF, hadoop("views/all"))).isEqualTo(view);
  }

  @Test
  void aViewOfOneIsWhatItRefersTo() {
    Manifest view = view("views/one", "base");
    assertThat(view.framesFingerprint()).isEqualTo(base.framesFingerprint());
    assertThat(view.counts()).isEqualTo(base.counts());
    for (Split split : Split.values()) {
      assertThat(rows("views/one", split)).isEqualTo(rows("base", split));
    }
  }

  @Test
  void fingerprintsFollowTheMembersAndTheirOrder() {
    String there = view("views/there", "base", "monday").framesFingerprint();
    String back = view("views/back", "monday", "base").framesFingerprint();
    String nested = view("views/nested", "views/there").framesFingerprint();
    assertThat(there).isNotEqualTo(back).isNotEqualTo(base.framesFingerprint()).isEqualTo(nested);
    assertThat(FrameView.members(CONF, hadoop("views/nested")))
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("base", "monday");
    assertThat(FrameView.members(CONF, hadoop("base")))
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("base");
  }

  @Test
  void onlyTheColumnsAskedForAreRead() {
    view("views/pruned", "base", "monday");
    Dataset<Row> labels =
        FrameParquet.read(SPARK, hadoop("views/pruned").toString(), "train").select("id", "label");
    String plan = labels.queryExecution().executedPlan().toString();
    assertThat(plan.split("ReadSchema: struct<id:bigint,label:int>", -1)).hasSize(2);
  }

  @Test
  void foldersWithOddNamesAreToldApart() throws IOException {
    List<String> names =
        new ArrayList<>(List.of("odd", "odd name", "odd%20name", "day=1", "ä+[b]"));
    for (int k = 0; k < names.size(); k++) {
      append(names.get(k), "Norse", "Odin" + "n".repeat(k) + "\n");
    }
    names.add(0, "base");
    view("views/odd", names.toArray(String[]::new));
    Map<String, Long> ids = new HashMap<>();
    for (Split split : Split.values()) {
      rows("views/odd", split).forEach(row -> ids.put(row.getAs("text"), row.getAs("id")));
    }
    long first = ids.get("Odin");
    for (int k = 0; k < names.size() - 1; k++) {
      assertThat(ids).containsEntry("Odin" + "n".repeat(k), first + k);
    }
  }

  @Test
  void theWholeFolderCanBeMoved() throws IOException {
    view("views/moved", "base", "monday");
    List<Row> before = rows("views/moved", Split.TRAIN);
    Path elsewhere = temp.resolve("else").resolve("where");
    Files.createDirectories(elsewhere.getParent());
    try (Stream<Path> all = Files.walk(work())) {
      for (Path path : all.toList()) {
        Path to = elsewhere.resolve(work().relativize(path).toString());
        Files.copy(path, to);
      }
    }
    assertThat(
            FrameView.members(
                CONF, new org.apache.hadoop.fs.Path(elsewhere.resolve("views/moved").toString())))
        .extracting(path -> path.toUri().getPath())
        .containsExactly(
            elsewhere.resolve("base").toString(), elsewhere.resolve("monday").toString());
    assertThat(
            FrameParquet.read(SPARK, elsewhere.resolve("views/moved").toString(), "train")
                .orderBy("id")
                .collectAsList())
        .isEqualTo(before);
  }

  @Test
  void filesThatAreGoneOrCutAreMissed() throws IOException {
    Manifest made = append("damaged", "Norse", "Loki\nHel\nHod\nBaldr\nNanna\nThor\n");
    view("views/damaged", "base", "damaged");
    Manifest.DataFile file =
        made.files().stream()
            .filter(one -> one.path().startsWith("split=test/"))
            .findFirst()
            .orElseThrow();
    Path path = work().resolve("damaged").resolve(file.path());
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, new byte[3]);
    assertThatThrownBy(() -> rows("views/damaged", Split.TEST))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has 3 bytes, its manifest says " + whole.length);
    Files.delete(path);
    assertThatThrownBy(() -> rows("views/damaged", Split.TEST))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void membersThatDifferAreNamedWithHow() throws IOException {
    settings(8, "seed", "Norse", "Ask\nEmbla\n", "Welsh", "Rhys\nBran\n")
        .preprocess(SPARK, hadoop("seed").toString(), OutputMode.REFUSE_EXISTING, List.of());
    frames("classes", "Norse", "Ask\nEmbla\n", "Zulu", "Shaka\nDingane\n");
    assertThatThrownBy(() -> view("views/no", "base", "monday", "classes"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("work/classes cannot be read together with")
        .hasMessageContaining("the classes [Norse, Zulu] instead of [Norse, Welsh]");
    assertThatThrownBy(() -> view("views/no", "base", "seed"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("seed 8 instead of 7");
    assertThatThrownBy(() -> view("views/no", "base", "base"))
        .hasMessageContaining("is in the view")
        .hasMessageContaining("twice");
    assertThat(work().resolve("views/no")).doesNotExist();
    assertThatThrownBy(
            () ->
                FrameView.write(
                    SPARK,
                    hadoop("base").toString(),
                    List.of(hadoop("base")),
                    OutputMode.OVERWRITE))
        .hasMessageContaining("would replace");
  }

  @Test
  void aMemberWithoutTrainingExamplesDoesNotTakeTheWeightsOfOthers() throws IOException {
    CorpusTable table =
        new CorpusTable(
            new TableSource("csv", "", Map.of("header", "true"), ""), "name", "of", "", "", "w");
    NamesSettings first = weighted(table, "Ask,a,2\nEmbla,b,3\nSif,a,4\nTyr,b,5\n");
    first.preprocess(SPARK, hadoop("first").toString(), OutputMode.REFUSE_EXISTING, List.of());
    // None of these trains, by their hash.
    assertThat(Stream.of("Loki", "Hel").map(name -> HASH.hashed(7, name))).containsOnly(Split.TEST);
    Manifest second =
        weighted(table, "Loki,a,7\nHel,b,8\n")
            .append(
                SPARK, hadoop("first"), hadoop("second").toString(), OutputMode.REFUSE_EXISTING);
    assertThat(second.weights()).isEqualTo(FrameWeights.ABSENT);

    Manifest view = view("views/weighted", "first", "second");
    assertThat(view.weights()).isEqualTo(FrameWeights.PRESENT);
    List<Row> train = rows("views/weighted", Split.TRAIN);
    assertThat(view.totalTrained()).isEqualTo(train.size()).isPositive();
    assertThat(train).extracting(row -> row.<Float>getAs("weight")).allMatch(w -> w > 1);
    assertThat(rows("views/weighted", Split.TEST)).hasSize(6 - train.size());
  }

  private static NamesSettings weighted(CorpusTable table, String rows) throws IOException {
    Path file = Files.createTempFile(temp, "rows", ".csv");
    Files.writeString(file, "name,of,w\n" + rows);
    return new NamesSettings(file.toString(), table, LetterEncoder.Settings.tutorial(), HASH, 7);
  }

  @Test
  void aManifestThatNamesFilesElsewhereIsDamaged() throws IOException {
    view("views/hostile", "base", "monday");
    Path manifest = work().resolve("views/hostile/_manifest.json");
    String text = Files.readString(manifest);
    Files.delete(work().resolve("views/hostile/._manifest.json.crc"));
    for (String path : List.of("../split=train/x", "/etc/split=train/x")) {
      Files.writeString(manifest, text.replaceFirst("\"split=[^\"]+\"", '"' + path + '"'));
      assertThatThrownBy(() -> rows("views/hostile", Split.TRAIN))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("damaged");
    }
    Files.writeString(manifest, text.replaceFirst("\"ids\" : \\d+", "\"ids\" : -1"));
    assertThatThrownBy(() -> rows("views/hostile", Split.TRAIN))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void manifestsOfOtherFramesSayNothingOfMembers() throws IOException {
    assertThat(
            Files.readString(
                work().resolve("base").resolve("_manifest.json"), StandardCharsets.UTF_8))
        .doesNotContain("members");
  }

  @Test
  void anExampleIsFoundInItsMember() {
    Manifest view = view("views/found", "base", "monday");
    List<Row> all = new ArrayList<>(rows("views/found", Split.TRAIN));
    all.addAll(rows("views/found", Split.TEST));
    Map<String, Long> ids = new HashMap<>();
    all.forEach(row -> ids.merge(row.getAs("text"), row.getAs("id"), Math::max));
    assertThat(FrameView.manifestOf(CONF, hadoop("views/found"), view, ids.get("Ymir")))
        .isEqualTo(monday);
    assertThat(FrameView.manifestOf(CONF, hadoop("views/found"), view, ids.get("Sif")))
        .isEqualTo(base);
    assertThat(FrameView.manifestOf(CONF, hadoop("base"), base, 3)).isSameAs(base);
  }

  @Test
  void profilesAddUpToThatOfTheView() throws IOException {
    view("views/profiled", "base", "monday", "tuesday");
    FrameProfile all = FrameProfile.of(SPARK, hadoop("views/profiled").toString(), Split.values());
    FrameProfile parts =
        Stream.of("base", "monday", "tuesday")
            .map(name -> FrameProfile.of(SPARK, hadoop(name).toString(), Split.values()))
            .reduce(FrameProfile.NONE, FrameProfile::plus);
    assertThat(parts).isEqualTo(all);
    assertThat(all.examples()).isEqualTo(14);
    assertThat(all.labels()).isEqualTo(Map.of(0, 7L, 1, 7L));
    // Ask Sif Tyr Ask, Rhys Bran Llyr Ymir Gwen Eira Bran, Embla Freyr Dylan.
    assertThat(all.timeSteps()).isEqualTo(Map.of(3, 4L, 4, 7L, 5, 3L)).isEqualTo(all.entries());
    assertThat(all.channels().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(4 * 3 + 7 * 4 + 3 * 5);
    // Tyr, Rhys, Llyr, Freyr, Dylan have a y, and Embla, Bran twice, Dylan, Eira an a.
    int y = "abcdefghijklmnopqrstuvwxyz".indexOf('y');
    assertThat(all.channels()).containsEntry(y, 5L).containsEntry(0, 5L);
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsBytes(all), FrameProfile.class)).isEqualTo(all);
    assertThat(FrameProfile.of(SPARK, hadoop("base").toString(), Split.VALIDATION))
        .isEqualTo(FrameProfile.NONE);
  }

  @Test
  void aPathIsRelativeUnlessNothingIsShared() {
    assertThat(relative("file:/a/b/view", "file:/a/c/d")).isEqualTo("../../c/d");
    assertThat(relative("hdfs://x/a/view", "hdfs://x/a/base")).isEqualTo("../base");
    assertThat(relative("hdfs://x/a/view", "hdfs://y/a/base")).isEqualTo("hdfs://y/a/base");
    assertThat(relative("file:/a/view", "file:/b/base")).isEqualTo("file:/b/base");
  }

  private static String relative(String folder, String member) {
    return FrameView.relative(
        new org.apache.hadoop.fs.Path(folder), new org.apache.hadoop.fs.Path(member));
  }
}
