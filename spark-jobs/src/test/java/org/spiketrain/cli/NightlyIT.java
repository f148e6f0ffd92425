package org.spiketrain.cli;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.pipeline.NightListener;
import org.spiketrain.pipeline.NightlyRun;
import org.spiketrain.report.Reports;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightStatus;

/** Six nights of a model of three made-up languages, each as the one before left it. */
@LongTest
@TestMethodOrder(OrderAnnotation.class)
class NightlyIT {
  private static final List<String> STEMS =
      List.of("Tor", "Bel", "Lin", "Mar", "Gal", "Sven", "Dor", "Kal", "Ren", "Vas", "Hol", "Pen");
  private static final List<String> NORTH = List.of("son", "dal", "vik", "heim", "berg", "holm");
  private static final List<String> SOUTH = List.of("etti", "ini", "ardo", "ucci", "elli", "osa");
  private static final List<String> EAST = List.of("ov", "sky", "enko", "ich", "yan", "uk");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;

  /** Answers of the version before the last one. */
  private static String answersBefore;

  @BeforeEach
  void session() {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
  }

  private static Path days() {
    return shared.resolve("days");
  }

  /** Every so-manieth name of all languages is of a day. */
  private static void arrive(String day, int part, int parts) throws IOException {
    Path folder = Files.createDirectories(days().resolve(day));
    Files.write(folder.resolve("North.txt"), names(NORTH, part, parts));
    Files.write(folder.resolve("South.txt"), names(SOUTH, part, parts));
    Files.write(folder.resolve("East.txt"), names(EAST, part, parts));
  }

  private static List<String> names(List<String> endings, int part, int parts) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < STEMS.size() * endings.size(); k++) {
      int stem = k % STEMS.size();
      int ending = k / STEMS.size();
      // All stems and all endings every day, but never together before.
      if ((stem + ending) % parts == part) {
        names.add(STEMS.get(stem) + endings.get(ending));
      }
    }
    return names;
  }

  private static Map<String, String> settings(Path root, String... more) {
    Map<String, String> settings = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "data.path=" + days(),
                "data.names.ngrams=2",
                "output.path=" + root.resolve("nights"),
                "registry.path=" + root.resolve("models"),
                "split.protocol=hash",
                "split.train-fraction=0.5",
                "split.validation-fraction=0.2",
                "split.test-fraction=0.3",
                "network.stack=spiking-lstm(8) | readout(mean)",
                "training.batch-size=4",
                "training.averaging-frequency=4",
                "training.epochs=4",
                "training.checkpoint-every=1",
                "evaluation.baselines=false",
                "nightly.model=names",
                "nightly.checks.label-drift=1",
                "nightly.checks.answer-drift=0",
                "nightly.gate.margin=-1",
                "nightly.gate.least-examples=5",
                "nightly.gate.test=none",
                "nightly.gate.class-drop=1"),
            Stream.of(more))
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    return settings;
  }

  private static String[] night(Path root, String day, String... more) {
    List<String> args = new ArrayList<>(List.of("nightly", "conf/names-demo.conf"));
    settings(root).forEach((key, value) -> args.addAll(List.of("-D", key + "=" + value)));
    args.addAll(List.of("--as-of", day));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static CommandLineRun run(Path root, String day, String... more) {
    return CommandLineRun.of(night(root, day, more));
  }

  private static JsonNode record(Path root, String night) throws IOException {
    return JSON.readTree(
        root.resolve("nights/nights").resolve(night).resolve("record.json").toFile());
  }

  private static String answers(String model) {
    CommandLineRun scored =
        CommandLineRun.of(
            "score",
            "--model",
            model,
            "-D",
            "registry.path=" + shared.resolve("models"),
            "--format",
            "csv",
            "Torson",
            "Gallini",
            "Penko");
    assertThat(scored.err()).isEmpty();
    return scored.out();
  }

  @Test
  @Order(1)
  void theFirstNightMakesAChampionOfAllThatIsThere() throws IOException {
    Files.createDirectories(days());
    CommandLineRun empty = run(shared, "2026-11-02");
    assertThat(empty.code()).isOne();
    assertThat(empty.err()).contains("no data yet");
    CommandLineRun learnt = run(shared, "2026-11-02", "-D", "evaluation.split=train");
    assertThat(learnt.code()).isEqualTo(2);
    assertThat(learnt.err()).contains("evaluation.split = test");
    assertThat(shared.resolve("nights")).doesNotExist();

    arrive("2026-11-01", 0, 6);
    arrive("2026-11-02", 1, 6);
    arrive("2026-11-09", 2, 6);

    CommandLineRun dry = run(shared, "2026-11-02", "--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("2026-11-01, 2026-11-02").doesNotContain("2026-11-09");
    assertThat(shared.resolve("nights")).doesNotExist();

    CommandLineRun run = run(shared, "2026-11-02");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("promoted", "champion: version 1 of names");
    JsonNode record = record(shared, "2026-11-02");
    assertThat(record.path("status").asText()).isEqualTo("promoted");
    assertThat(record.path("data").path(0).path("examples").asInt()).isEqualTo(2 * 3 * 12);
    assertThat(shared.resolve("nights/nights/2026-11-02/BLESSED")).exists();
    assertThat(shared.resolve("nights/report.html")).exists();
    answersBefore = answers("models:/names@champion");
  }

  @Test
  @Order(2)
  void aNightTakesWhatIsNewAndGoesOnFromTheChampion() throws IOException {
    Files.move(days().resolve("2026-11-09"), days().resolve("2026-11-03"));

    CommandLineRun run = run(shared, "2026-11-03");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode record = record(shared, "2026-11-03");
    assertThat(record.path("trained").path("start").asText()).isEqualTo("models:/names/1");
    assertThat(record.path("data").path(0).path("id").asText()).isEqualTo("2026-11-03");
    assertThat(record.path("holdOuts").size()).isEqualTo(2);
    assertThat(record.path("models").path("championAfter").asInt()).isEqualTo(2);

    // As if it had been killed right behind its record.
    Path ending = shared.resolve("nights/nights/2026-11-03/ending.json");
    assertThat(ending).doesNotExist();
    Files.writeString(ending, "{}");
    Files.delete(shared.resolve("nights/report.html"));
    String nobody = "mlflow.uri=http://127.0.0.1:1";
    CommandLineRun again = run(shared, "2026-11-03", "-D", nobody);
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("nothing new");
    assertThat(ending).doesNotExist();
    assertThat(shared.resolve("nights/report.html")).exists();
    JsonNode told = record(shared, "2026-11-03");
    assertThat(told.path("notes").toString()).contains("MLflow at http://127.0.0.1:1");
    assertThat(told.path("status")).isEqualTo(record.path("status"));
    assertThat(told.path("finished")).isEqualTo(record.path("finished"));

    // As if the first one had been asked for after the second one, and killed.
    Files.delete(shared.resolve("nights/nights/2026-11-02/record.json"));
    CommandLineRun rest = run(shared, "2026-11-03");
    assertThat(rest.out()).contains("goes on where it stopped", "nothing new");
    assertThat(record(shared, "2026-11-02").path("status").asText()).isEqualTo("not-promoted");
    assertThat(record(shared, "2026-11-03")).isEqualTo(told);
  }

  @Test
  @Order(3)
  void badDataAreRefusedAndTrainNobody() throws IOException {
    arrive("2026-11-04", 3, 6);
    Path north = days().resolve("2026-11-04/North.txt");
    byte[] good = Files.readAllBytes(north);

    Files.write(north, "Tors\u00f8n\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandLineRun corrupt = run(shared, "2026-11-04");
    assertThat(corrupt.code()).isEqualTo(3);
    assertThat(corrupt.out()).contains("refused", "North.txt", "UTF-8");
    assertThat(corrupt.err()).isEmpty();

    Files.write(north, good);
    Path west = Files.write(days().resolve("2026-11-04/West.txt"), List.of("Morgan", "Rhys"));
    CommandLineRun unknown = run(shared, "2026-11-04");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.out()).contains("refused", "unknown labels", "(unknown label)");

    Files.delete(west);
    Files.write(north, names(NORTH, 0, 1));
    CommandLineRun onesided = run(shared, "2026-11-04", "-D", "nightly.checks.label-drift=0.25");
    assertThat(onesided.code()).isEqualTo(3);
    assertThat(onesided.out()).contains("refused", "PSI of classes");

    Files.write(north, good);
    assertThat(record(shared, "2026-11-04-3").path("status").asText()).isEqualTo("refused");
    assertThat(shared.resolve("models/names/versions/3")).doesNotExist();
    CommandLineRun mended = run(shared, "2026-11-04");
    assertThat(mended.code()).isZero();
    assertThat(record(shared, "2026-11-04-4").path("models").path("championAfter").asInt())
        .isEqualTo(3);
  }

  @Test
  @Order(4)
  void aWorseCandidateIsNotPromoted() throws IOException {
    arrive("2026-11-05", 4, 6);

    CommandLineRun run =
        run(
            shared,
            "2026-11-05",
            "-D",
            "nightly.start=scratch",
            "-D",
            "training.examples=4",
            "-D",
            "training.updater.learning-rate=1e-9",
            "-D",
            "nightly.gate.margin=0.01");

    assertThat(run.code()).isEqualTo(99);
    assertThat(run.err()).isEmpty();
    JsonNode record = record(shared, "2026-11-05");
    assertThat(record.path("status").asText()).isEqualTo("not-promoted");
    assertThat(record.path("models").path("championAfter").asInt()).isEqualTo(3);
    assertThat(shared.resolve("nights/nights/2026-11-05/NOT_BLESSED")).content().contains("margin");
    assertThat(shared.resolve("models/names/aliases/challenger")).content().contains("4");
  }

  @Test
  @Order(5)
  void aNightThatIsKilledAtEveryStageEndsAsAnUndisturbedOne() throws Exception {
    arrive("2026-11-06", 5, 6);
    Path other = shared.resolve("undisturbed");
    for (String part : List.of("nights", "models")) {
      FileUtils.copyDirectory(shared.resolve(part).toFile(), other.resolve(part).toFile());
    }
    Path night = shared.resolve("nights/nights/2026-11-06");
    for (String reached :
        List.of(
            "data/2026-11-06",
            "stages/data.json",
            "run/training/checkpoints",
            "stages/training.json",
            "stages/answers.json",
            "stages/gate.json",
            "stages/registry.json")) {
      killAt(night.resolve(reached), "2026-11-06");
    }

    CommandLineRun rest = run(shared, "2026-11-06");
    assertThat(rest.err()).isEmpty();
    assertThat(rest.code()).isZero();
    assertThat(rest.out()).contains("goes on where it stopped");
    assertThat(run(other, "2026-11-06").code()).isZero();
    assertThat(night.resolve("run/model.zip"))
        .hasSameBinaryContentAs(other.resolve("nights/nights/2026-11-06/run/model.zip"));
    assertThat(shared.resolve("models/names/versions/5/model.zip"))
        .hasSameBinaryContentAs(other.resolve("models/names/versions/5/model.zip"));
    assertThat(shared.resolve("models/names/versions/6")).doesNotExist();
    for (String part : List.of("status", "data", "checks", "trained", "holdOuts", "models")) {
      assertThat(record(shared, "2026-11-06").path(part))
          .isEqualTo(record(other, "2026-11-06").path(part));
    }
  }

  /** Starts the night in a process of its own, which is killed as soon as a file is there. */
  private static void killAt(Path reached, String day, String... more) throws Exception {
    if (Files.exists(reached)) {
      return;
    }
    Path log = shared.resolve("process.log");
    Process process = ForkedJvm.start(CommandProcess.class, log, "1g", night(shared, day, more));
    BooleanSupplier isThere = () -> Files.exists(reached);
    while (!isThere.getAsBoolean() && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(reached).as("%s", Files.readString(log)).exists();
  }

  @Test
  @Order(6)
  void ofTwoNightsAtOnceOneWaitsAndFindsNothingToDo() throws IOException {
    arrive("2026-11-07", 0, 5);
    String repeated = "nightly.checks.duplicates=1";
    CompletableFuture<CommandLineRun> first =
        supplyAsync(() -> run(shared, "2026-11-07", "-D", repeated));
    CompletableFuture<CommandLineRun> second =
        supplyAsync(() -> run(shared, "2026-11-07", "-D", repeated));

    assertThat(Stream.of(first, second).map(one -> one.join().code())).containsExactly(0, 0);
    assertThat(Stream.of(first, second).map(one -> one.join().out()))
        .filteredOn(out -> out.contains("nothing new"))
        .hasSize(1);
    assertThat(shared.resolve("nights/nights/2026-11-07-2")).doesNotExist();
  }

  @Test
  @Order(7)
  void afterARollbackTheOldAnswersAreBack() {
    // Versions 6, 5, 3 and 2 were champions.
    for (int back = 0; back < 4; back++) {
      CommandLineRun rolled =
          CommandLineRun.of(
              "models", "rollback", "names", "-D", "registry.path=" + shared.resolve("models"));
      assertThat(rolled.err()).isEmpty();
    }
    assertThat(answers("models:/names@champion")).isEqualTo(answersBefore);
  }

  @Test
  @Order(8)
  void whoMovesTheChampionIsNotOverruledAndOneThatIsDeletedIsNotWaitedFor() throws Exception {
    arrive("2026-11-08", 1, 5);
    String repeated = "nightly.checks.duplicates=1";
    Path night = shared.resolve("nights/nights/2026-11-08");
    killAt(night.resolve("stages/view.json"), "2026-11-08", "-D", repeated);
    models("alias", "names", "champion", "2");
    models("alias", "names", "champion", "3");
    models("prune", "names", "--keep", "1");
    assertThat(shared.resolve("models/names/versions/1")).doesNotExist();

    NightListener meanwhile =
        new NightListener() {
          @Override
          public void judged(List<NightRecord.Condition> conditions) {
            models("alias", "names", "champion", "6");
          }
        };
    NightRecord record =
        new NightlyRun(
                LocalSpark.session(),
                ExperimentConfig.load("conf/names-demo.conf", settings(shared, repeated)),
                meanwhile,
                new Reports())
            .run(new NightlyRun.Request(Optional.of(LocalDate.parse("2026-11-08")), false));

    assertThat(record.notes())
        .filteredOn(note -> note.contains("version 1,"))
        .singleElement()
        .asString()
        .contains("is deleted", "begun anew with version 3");
    assertThat(record.trained().start()).isEqualTo("models:/names/3");
    assertThat(record.conditions()).allMatch(NightRecord.Condition::met);
    assertThat(record.status()).isEqualTo(NightStatus.NOT_PROMOTED);
    assertThat(record.reasons())
        .containsExactly(
            "the champion has become version 6 meanwhile, and the candidate was compared with 3");
    assertThat(record.models()).isEqualTo(new NightRecord.Models("names", 7, 3, 6));
  }

  private static void models(String... args) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(args));
    all.addAll(List.of("-D", "registry.path=" + shared.resolve("models")));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }
}
