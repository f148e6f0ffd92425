package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All jobs on all kinds of data, on a standalone cluster of two workers. */
@EnabledOnOs(OS.LINUX)
class StandaloneIT {
  private static final Path LOGS = Project.logs(StandaloneIT.class);
  private static final List<String> NAMES = List.of("Satoshi", "123", "Jackson", "Ivanova");
  private static StandaloneCluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    cluster = StandaloneCluster.start(LOGS, 2);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static Launcher launcher() {
    return cluster.launcher(LOGS);
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void aRunGivesWhatLocalThreadsGive(Recipe recipe) throws Exception {
    Path reference = References.of(recipe);
    Path output = folder.resolve("run");
    Started.Ended ended = launcher().run(recipe.command("run", output.toString()));

    ended.assertSucceeded();
    assertThat(ended.out()).contains("trained: ", "accuracy: ");
    assertThat(output.resolve("model.zip")).hasSameBinaryContentAs(reference.resolve("model.zip"));
    assertThat(output.resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(reference.resolve("evaluation/metrics.json"));
    assertThat(output.resolve("report.html")).exists();
  }

  @Test
  void aRunOfOurOwnClassesFindsTheLibrariesThatTheMachinesKeep() throws Exception {
    Path output = folder.resolve("run");
    Started.Ended ended =
        launcher()
            .with("--deploy-mode=cluster")
            .withEnvironment("SPIKETRAIN_LIBS", "local:" + Project.LIBRARIES)
            .run(Recipe.NAMES.command("run", output.toString()));

    ended.assertSucceeded();
    assertThat(output.resolve("model.zip")).hasBinaryContent(References.model(Recipe.NAMES));
  }

  /** Whose driver is killed at first, and goes on on whichever worker the next one runs. */
  @Test
  void aDriverInTheClusterThatIsKilledIsToldAndTheNextOneGoesOn() throws Exception {
    Path output = folder.resolve("run");
    Launcher inCluster = launcher().with("--deploy-mode=cluster");
    List<String> command = Recipe.NAMES.command("run", output.toString());
    byte[] model = References.model(Recipe.NAMES);
    try (Started started = inCluster.start(command)) {
      Outputs.awaitRound(started, Outputs.checkpoints(output), 5);
      cluster.drivers().forEach(ProcessHandle::destroyForcibly);
      Started.Ended killed = started.end();
      assertThat(killed.code()).isEqualTo(1);
      assertThat(killed.err()).containsPattern("spiketrain: driver-\\d+-\\d+ failed: ");
    }
    assertThat(output.resolve("model.zip")).doesNotExist();

    inCluster.run(Recipe.with(command, "--resume")).assertSucceeded();

    assertThat(output.resolve("model.zip")).hasBinaryContent(model);
  }

  /** Which Spark would have wait for ever, as it does not know how large executors are. */
  @Test
  void aTaskOfMoreCoresThanAnExecutorHasIsRefused() throws Exception {
    Path output = folder.resolve("run");
    Started.Ended ended =
        cluster
            .unlimited(LOGS)
            .with("--conf=spark.task.cpus=3")
            .run(Recipe.NAMES.command("run", output.toString()));

    assertThat(ended.assertRefused())
        .contains("spark.task.cpus is 3, but executors have 2 of the cores");
    assertThat(output).doesNotExist();
  }

  @Test
  void aTaskOfAllCoresOfAnExecutorGivesTheModel() throws Exception {
    Path output = folder.resolve("run");
    cluster
        .unlimited(LOGS)
        .with("--conf=spark.task.cpus=2")
        .run(Recipe.NAMES.command("run", output.toString()))
        .assertSucceeded();

    assertThat(output.resolve("model.zip")).hasBinaryContent(References.model(Recipe.NAMES));
  }

  @Test
  void scoresAreThoseOfLocalThreads() throws Exception {
    List<String> many =
        new ArrayList<>(Collections.nCopies(2_000, NAMES).stream().flatMap(List::stream).toList());
    Path input = Files.createDirectory(folder.resolve("input"));
    Files.write(input.resolve("a.txt"), many);
    Files.write(input.resolve("b.txt"), many);
    List<String> score =
        List.of(
            "score",
            "--model=" + References.of(Recipe.NAMES).resolve("model.zip"),
            "--input=" + input,
            "--format=csv");
    Launcher.local(LOGS)
        .run(Recipe.with(score, "--output=" + folder.resolve("local")))
        .assertSucceeded();
    Started.Ended ended =
        launcher()
            .run(Recipe.with(score, "--output=" + folder.resolve("cluster")))
            .assertSucceeded();

    assertThat(ended.out()).contains("scored: 12,000 names", "rejected: 4,000 rows");
    assertThat(Outputs.scores(folder.resolve("cluster")))
        .isEqualTo(Outputs.scores(folder.resolve("local")))
        .contains("Satoshi");
  }

  @Test
  void aSweepGivesTheModelsOfLocalThreads() throws Exception {
    List<String> here = ablation(folder.resolve("local"));
    List<String> there = ablation(folder.resolve("cluster"));
    Launcher.local(LOGS).run(here).assertSucceeded();
    // Four cores, none of which is there when the application begins.
    Started.Ended ended = cluster.unlimited(LOGS).run(there).assertSucceeded();

    assertThat(ended.err()).contains("4 trials, 4 at a time");
    assertThat(Outputs.models(folder.resolve("cluster")))
        .hasSize(4)
        .containsExactlyInAnyOrderEntriesOf(Outputs.models(folder.resolve("local")));
    assertThat(folder.resolve("cluster/ablation/ablation.csv")).exists();
  }

  private static List<String> ablation(Path output) {
    List<String> command = new ArrayList<>(Recipe.NAMES.command("ablate", output.toString()));
    command.addAll(List.of("-Dtraining.examples=256", "-Dtraining.evaluate-every=256"));
    command.addAll(List.of("--grid", "seed={1,2}", "--grid", "training.batch-size={8,16}"));
    return command;
  }
}
