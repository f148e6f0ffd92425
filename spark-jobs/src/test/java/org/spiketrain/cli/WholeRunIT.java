package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.zoo.TrainedModel;

/** Every command, from the command line to its files, on two made-up languages. */
class WholeRunIT {
  private static final List<String> STEMS = List.of("Tor", "Bel", "Lin", "Mar", "Gal", "Sven");
  @TempDir static Path shared;
  private static Path names;
  private static Path original;

  @TempDir Path folder;
  private Path output;

  @BeforeAll
  static void runOnce() throws IOException {
    names = Files.createDirectory(shared.resolve("names"));
    Files.write(names.resolve("North.txt"), language("son", "dal", "vik", "heim"));
    Files.write(names.resolve("South.txt"), language("etti", "ini", "ardo", "ucci"));
    original = shared.resolve("run");
    LocalSpark.session();
    CommandLineRun run = command("run", original);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("frames: 48 names of 2 languages (", "trained: 240 examples in ", "accuracy: ");
    assertThat(run.out())
        .containsPattern("kept: the best parameters, of round [246] \\(validation accuracy ")
        .containsOnlyOnce("report: " + original.resolve("report.html"))
        .doesNotContain("top 3", "set aside", "in several languages", "file:");
  }

  private static List<String> language(String... endings) {
    return Arrays.stream(endings).flatMap(e -> STEMS.stream().map(stem -> stem + e)).toList();
  }

  private static String stack(int neurons) {
    return "spiking-lstm(%d, cell-state = clipped, bidirectional = true, integrators = 2) | readout(mean, dropout = 0.3)"
        .formatted(neurons);
  }

  /** A network and a training of seconds. */
  private static CommandLineRun command(String command, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "conf/names-demo.conf"));
    for (String setting :
        List.of(
            "data.path=" + names,
            "output.path=" + output,
            "data.names.ngrams=1",
            "split.train-fraction=0.5",
            "split.validation-fraction=0.25",
            "split.test-fraction=0.25",
            "network.stack=" + stack(8),
            "training.batch-size=4",
            "training.averaging-frequency=5",
            "training.examples=240",
            "training.evaluate-every=80",
            "training.checkpoint-every=1",
            "evaluation.baselines=false")) {
      args.addAll(List.of("-D", setting));
    }
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @BeforeEach
  void copyOfTheRun() throws IOException {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
    output = folder.resolve("run");
    FileUtils.copyDirectory(original.toFile(), output.toFile());
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  /** Not even a lease, so that a training may go on in the folder. */
  @Test
  void aPlanTimesMinibatchesAndWritesNothing() throws IOException {
    List<String> before = treeOf(output);
    OutputLease lease =
        OutputLease.take(LocalSpark.session(), new org.apache.hadoop.fs.Path(output.toUri()));

    try (lease) {
      CommandLineRun plan =
          command(
              "plan",
              output,
              "--executors=1,4,1000",
              "--gigabits=10",
              "--minibatches=50",
              "-Dtraining.trials.learning-rates=0.01, 0.001");
      assertThat(plan.err()).isEmpty();
      assertThat(plan.code()).isZero();
      assertThat(plan.out())
          .containsPattern("a minibatch of 4 takes \\d+\\.\\d ms on a core here")
          .containsPattern("(?m)^ +1 +10 +1 +\\d+ ")
          .containsPattern("(?m)^ +4 +10 +4 +\\d+ .* 15 .*thin$")
          .contains("all rounds: with those of 2 trials of learning rates")
          .contains("left out: more workers than the 24 training examples")
          .contains("none of them is worth its cores");
    }
    assertThat(treeOf(output)).isEqualTo(before);
  }

  @Test
  void aPlanRefusesMoreWorkersThanThereCanBe() {
    CommandLineRun plan = command("plan", output, "--executors=70000");

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err()).contains("more than the 65536 workers", "--executors");
  }

  private static List<String> treeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aRunLeavesItsFilesAndNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(original)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")))
          .containsExactlyInAnyOrder(
              "frames", "training", "model.zip", "evaluation", "report.html");
    }
    assertThat(lines(original.resolve("training/history.csv"))).hasSize(1 + 3);
    assertThat(original.resolve("training/history.svg")).isNotEmptyFile();
    assertThat(original.resolve("evaluation/metrics.json")).content().contains("\"examples\" : 12");
    assertThat(original.resolve("report.html"))
        .content()
        .contains("<title>Spiketrain: names of 2 languages</title>", "Training", "data.path")
        .containsPattern("The model has the best parameters, of round [246] ");
  }

  @Test
  void aSessionThatACommandJoinsStaysOpen() {
    SparkSession joined = LocalSpark.session();
    assertThat(command("evaluate", output).code()).isEqualTo(1);
    assertThat(joined.sparkContext().isStopped()).isFalse();
  }

  @Test
  void anInterruptedRunIsResumedToTheSameModelAndHistory() throws IOException {
    Path checkpoints = output.resolve("training/checkpoints");
    Files.delete(checkpoints.resolve("round-0000000006.zip"));
    Files.delete(output.resolve("model.zip"));
    FileUtils.deleteDirectory(output.resolve("evaluation").toFile());
    Files.delete(output.resolve("report.html"));
    Files.writeString(output.resolve("training/history.csv"), "written when the power went");
    assertThat(command("run", output).err()).contains("go on with it with --resume");

    CommandLineRun run = command("run", output, "--resume");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(output.resolve("model.zip")).hasSameBinaryContentAs(original.resolve("model.zip"));
    assertThat(lines(output.resolve("training/history.csv"))).hasSize(1 + 3);
    assertThat(output.resolve("report.html")).exists();
  }

  @Test
  void trainingGoesOnFromATrainedModelAndLeavesNothingWorse() throws IOException {
    Path more = folder.resolve("more");
    FileUtils.copyDirectory(original.resolve("frames").toFile(), more.resolve("frames").toFile());
    String from = "training.start-from=" + original.resolve("model.zip");

    CommandLineRun other = command("train", more, "-D", from, "-D", "network.stack=" + stack(9));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("model.zip", stack(8), "is not network.stack", stack(9));

    // By steps of next to nothing no evaluation is better than the first.
    CommandLineRun run =
        command("train", more, "-D", from, "-D", "training.updater.learning-rate=1e-30");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(parameters(more)).isEqualTo(parameters(original));
    assertThat(lines(more.resolve("training/history.csv"))).hasSize(1 + 1 + 3);
  }

  private static float[] parameters(Path run) throws IOException {
    Path model = run.resolve("model.zip");
    return TrainedModel.read(Files.readAllBytes(model), model.toString())
        .network()
        .params()
        .toFloatVector();
  }

  @Test
  void aRunIsReplacedWhenThatIsAskedForAndItsModelDoesNotKnowTheFolder() {
    CommandLineRun refused = command("run", output);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("output.overwrite=true").doesNotContain("--resume");

    CommandLineRun run = command("run", output, "-D", "output.overwrite=true");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(output.resolve("model.zip")).hasSameBinaryContentAs(original.resolve("model.zip"));
  }

  /** The lease of a run, as the file says it, that was touched so long ago. */
  private static Path lease(Path folder, String application, int attempt, Duration ago)
      throws IOException {
    Path lease = folder.resolve(".lease-01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(
        lease,
        """
        {"user": "ada", "host": "node7", "machine": "another", "process": 7,
         "application": "%s", "attempt": %d, "since": "2026-01-02T03:04:05Z",
         "expirySeconds": 60, "held": true}
        """
            .formatted(application, attempt));
    Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minus(ago)));
    return lease;
  }

  @Test
  void aFolderThatAnotherRunWritesIntoIsLeftToIt() throws IOException {
    Path lease = lease(output, "app-7", 0, Duration.ZERO);
    for (String command : List.of("preprocess", "train", "evaluate", "run")) {
      CommandLineRun refused = command(command, output, "-D", "output.overwrite=true");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .startsWith("spiketrain: Output " + output + " is in use by another run (user ada on ")
          .contains("node7, process 7, application app-7", "output.path", "--resume, after ");
    }
    assertThat(command("ablate", output, "--grid", "seed=1").err()).contains("is in use by");
    assertThat(output.resolve("model.zip")).hasSameBinaryContentAs(original.resolve("model.zip"));
    assertThat(lease).exists();
  }

  @LongTest
  @Test
  void whatAKilledRunLeftUnfinishedStandsInNobodysWay() throws IOException {
    Path killed = Files.createDirectories(folder.resolve("killed"));
    Files.createDirectory(killed.resolve(".frames.tmp-01234567-89ab-cdef-0123-456789abcdef"));
    Path lease = lease(killed, "app-7", 0, Duration.ofMinutes(2));

    CommandLineRun run = command("run", killed);

    assertThat(run.err()).isEmpty();
    assertThat(lease).doesNotExist();
    try (Stream<Path> files = Files.list(killed)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  /** As YARN starts one when the first one's machine is lost. */
  @LongTest
  @Test
  void aSecondDriverOfAnApplicationGoesOnWithWhatTheFirstOneLeft() throws IOException {
    Files.delete(output.resolve("training/checkpoints/round-0000000006.zip"));
    Files.delete(output.resolve("model.zip"));
    FileUtils.deleteDirectory(output.resolve("evaluation").toFile());
    Files.delete(output.resolve("report.html"));
    String application = LocalSpark.session().sparkContext().applicationId();
    lease(output, application, -1, Duration.ZERO);

    CommandLineRun run = command("run", output);

    assertThat(run.err()).isEmpty();
    assertThat(output.resolve("model.zip")).hasSameBinaryContentAs(original.resolve("model.zip"));
  }

  @Test
  void trainingLeavesNoEvaluationOfTheModelBefore() {
    assertThat(command("train", output, "-D", "output.overwrite=true").code()).isZero();
    assertThat(output.resolve("model.zip")).exists();
    assertThat(output.resolve("training/history.svg")).exists();
    assertThat(output.resolve("evaluation")).doesNotExist();
    assertThat(output.resolve("report.html")).doesNotExist();
  }

  @Test
  void newFramesLeaveNothingOfTheOldOnesBehind() throws IOException {
    Files.writeString(names.resolve("bad.txt"), "");
    try {
      CommandLineRun failed = command("preprocess", output, "-D", "output.overwrite=true");
      assertThat(failed.code()).isEqualTo(1);
      assertThat(output.resolve("model.zip")).exists();
    } finally {
      Files.delete(names.resolve("bad.txt"));
    }
    assertThat(command("preprocess", output, "-D", "output.overwrite=true").code()).isZero();
    assertThat(output).isDirectoryContaining("glob:**/frames");
    assertThat(output).isDirectoryNotContaining("glob:**/{training,model.zip,report.html}");
  }

  @Test
  void anEvaluationIsNotReplacedUnlessAsked() throws IOException {
    Files.writeString(output.resolve("report.html"), "<title>Spiketrain: mine</title>");
    FileUtils.deleteDirectory(output.resolve("evaluation").toFile());
    CommandLineRun refused = command("evaluate", output);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("report.html exists already");
    assertThat(output.resolve("report.html")).content().contains("mine");

    assertThat(command("evaluate", output, "-D", "output.overwrite=true").code()).isZero();
    assertThat(output.resolve("report.html")).content().doesNotContain("mine");
  }

  @Test
  void theReportOfAnotherModelIsAboutThatModel() throws IOException {
    Path other = folder.resolve("other");
    CommandLineRun run =
        command(
            "evaluate",
            other,
            "--model",
            output.resolve("model.zip").toString(),
            "--frames",
            output.resolve("frames").toString(),
            "--compare",
            output.resolve("model.zip").toString(),
            "-D",
            "evaluation.priors=uniform",
            "-D",
            "network.stack=" + stack(77));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("classifier ", "this network ", "model " + output);
    JsonNode metrics =
        new ObjectMapper().readTree(other.resolve("evaluation/metrics.json").toFile());
    JsonNode itself = metrics.get("baselines").get(output.resolve("model.zip").toString());
    assertThat(itself.get("accuracy")).isEqualTo(metrics.get("accuracy"));
    assertThat(itself.get("mcNemar").get("p").asDouble()).isEqualTo(1);
    assertThat(itself.get("networkAhead").get("accuracy").asDouble()).isZero();
    assertThat(metrics.get("answering").get("priors").asText()).isEqualTo("uniform");
    assertThat(metrics.get("parametersOf").get("kept").asText()).isEqualTo("best");
    assertThat(metrics.get("parametersOf").get("decidedBy").asText()).isEqualTo("validation");
    String report = Files.readString(other.resolve("report.html"));
    assertThat(report)
        .contains("<td class=\"text\">network.stack</td><td class=\"text\">" + stack(8) + "</td>")
        .contains("240 examples in 6 rounds");

    // A history of another training is not the model's.
    Path history = output.resolve("training/history.csv");
    Files.write(history, lines(history).subList(0, 3));
    command("evaluate", output, "-D", "output.overwrite=true");
    assertThat(output.resolve("report.html")).content().doesNotContain("examples in");
  }

  @Test
  void aVersionInTheRegistryIsEvaluatedAndScoresFiles() throws IOException {
    String registry = "registry.path=" + folder.resolve("models");
    String model = output.resolve("model.zip").toString();
    CommandLineRun published =
        CommandLineRun.of(
            "models", "publish", "toy", "--model", model, "--alias=champion", "-D", registry);
    assertThat(published.err()).isEmpty();
    assertThat(folder.resolve("models/toy/versions/1/frames/_manifest.json")).exists();

    Path other = folder.resolve("other");
    String frames = output.resolve("frames").toString();
    CommandLineRun evaluated =
        command("evaluate", other, "--model=models:/toy", "--frames", frames, "-D", registry);
    assertThat(evaluated.err()).isEmpty();
    assertThat(Files.readString(other.resolve("report.html")))
        .contains("version 1 of toy: ", "240 examples in 6 rounds");
    assertThat(other.resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(output.resolve("evaluation/metrics.json"));

    Path input = Files.writeString(folder.resolve("names.txt"), "Torvik\nBellini\n");
    Path scores = folder.resolve("scores");
    CommandLineRun scored =
        CommandLineRun.of(
            "score",
            "--model=models:/toy@champion",
            "--input=" + input,
            "--output=" + scores,
            "-D",
            registry);
    assertThat(scored.err()).isEmpty();
    assertThat(scored.out()).contains("scored: 2 names in ");
  }

  @Test
  void theModelScoresNamesAndFiles() throws IOException {
    String model = output.resolve("model.zip").toString();
    CommandLineRun names = CommandLineRun.of("score", "--model", model, "Torvik", "Bellini");
    assertThat(names.err()).isEmpty();
    assertThat(names.code()).isZero();
    assertThat(names.out()).contains("> Torvik", "> Bellini");
    String south =
        lines(output.resolve("evaluation/confusion-counts.csv")).get(1).split(",", -1)[0];
    CommandLineRun given =
        CommandLineRun.of("score", "--model", model, "--priors", south + "=1", "Torvik");
    assertThat(given.out()).contains("(1.00) " + south);
    CommandLineRun none =
        CommandLineRun.of("score", "--model", model, "--none-below=1", "--format=csv", "Torvik");
    assertThat(none.out()).contains("Torvik,,0.");
    CommandLineRun wrong = CommandLineRun.of("score", "--model", model, "--priors=even", "Torvik");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("scoring.priors is \"even\"", "expected trained, uniform, or");

    Path input = Files.writeString(folder.resolve("names.txt"), "Torvik\n1\nBellini\n");
    Path scores = folder.resolve("scores");
    CommandLineRun run =
        CommandLineRun.of(
            "score",
            "--model=" + model,
            "--input=" + input,
            "--output=" + scores,
            "--format=csv",
            "--top-k=1");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("scored: 2 names in ", "rejected: 1 row, with");
    try (Stream<Path> parts = Files.list(scores)) {
      Path part =
          parts.filter(p -> p.getFileName().toString().startsWith("part")).findAny().orElseThrow();
      assertThat(lines(part).get(1)).startsWith("names.txt,1,Torvik,").contains("th,0.");
      assertThat(lines(part).get(2)).startsWith("names.txt,3,Bellini,");
    }
  }

  /** As schedulers name them. */
  @Test
  void inputAndOutputMayBeNamedByTheTime() throws IOException {
    Path input = Files.writeString(folder.resolve("names_02:30:00.txt"), "Satoshi\n");
    Path scores = folder.resolve("scores_02:30:00");
    for (String more : List.of("--format=csv", "--overwrite")) {
      CommandLineRun run =
          CommandLineRun.of(
              "score",
              "--model=" + output.resolve("model.zip"),
              "--input=" + input,
              "--output=" + scores,
              more);
      assertThat(run.code()).as(run.err()).isZero();
    }
    assertThat(scores.resolve("_scores.json"))
        .content()
        .startsWith("{\"scored\":1,\"rejected\":0,");
  }

  @Test
  void aFewNamesAreScoredAsIsAskedAndABadOneCostsTheOthersNothing() {
    String model = "--model=" + output.resolve("model.zip");
    CommandLineRun run =
        CommandLineRun.of("score", model, "--format=json", "--top-k=9", "Torvik", "123", "Bellini");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"name\":\""));
    assertThat(run.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("spiketrain: --top-k 9 is more than the 2 languages"),
            line -> assertThat(line).startsWith("spiketrain: The name \"123\" has no letter"));
    assertThat(CommandLineRun.of("score", model, "--format=CSV", "Torvik").out())
        .startsWith("name,label_1,probability_1,label_2,probability_2");
  }

  @Test
  void anEmptySplitIsRefusedBeforeTheTraining() throws IOException {
    Path few = folder.resolve("few");
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("North.txt"), "Torson\n\nBelson\n123\n");
    Files.writeString(corpus.resolve("South.txt"), "Toretti\nTorson\n");

    CommandLineRun run = command("run", few, "-D", "data.path=" + corpus);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(" split of " + few.resolve("frames") + " has no examples, but ", " asks for it");
    assertThat(few.resolve("training")).doesNotExist();
    assertThat(run.out())
        .contains("set aside: 1 line (empty line), 1 line (no usable letter), listed in " + few)
        .contains("in several languages: 1 name; no classifier");
  }

  @Test
  void moreExamplesThanWereAskedForAreOwnedUpTo() {
    CommandLineRun run =
        command("train", output, "-D", "output.overwrite=true", "-D", "training.examples=33");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("trained: 40 examples (33, rounded up to whole minibatches) in ");
  }

  @Test
  void aTruncatedModelIsRefused() throws IOException {
    Path model = output.resolve("model.zip");
    byte[] whole = Files.readAllBytes(model);
    assertThat(TrainedModel.read(whole, "whole").provenance().configuration())
        .doesNotContain(original.toString());
    for (int length : new int[] {whole.length - 1_000, whole.length / 2, 200}) {
      Files.write(model, Arrays.copyOf(whole, length));
      CommandLineRun run = CommandLineRun.of("score", "--model", model.toString(), "Ann");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("spiketrain: " + model + " is damaged or truncated")
          .doesNotContain("\tat ");
    }
  }
}
