package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Outputs on HDFS: of a standalone cluster and of local threads. */
@EnabledOnOs(OS.LINUX)
class HdfsIT {
  private static final Path LOGS = Project.logs(HdfsIT.class);
  private static final String NAMES = "Satoshi\n123\nJackson\nIvanova\n";
  private static HdfsCluster hdfs;

  @BeforeAll
  static void start() throws Exception {
    hdfs = HdfsCluster.start(LOGS);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  private static List<String> run(String output) {
    return Recipe.NAMES.command("run", hdfs.path(output));
  }

  private static void awaitRound(Started training, String output, int round) throws Exception {
    Outputs.awaitRound(training, () -> hdfs.list(output + "/training/checkpoints"), round);
  }

  @Test
  void aClustersRunIsKilledResumedScoresAndIsReplacedOnlyWhenThatIsAskedFor() throws Exception {
    byte[] model = References.model(Recipe.NAMES);
    try (StandaloneCluster cluster = StandaloneCluster.start(LOGS, 2)) {
      Launcher launcher = cluster.launcher(LOGS);
      try (Started training = launcher.start(run("/cluster"))) {
        awaitRound(training, "/cluster", 5);
        training.kill();
      }
      assertThat(hdfs.exists("/cluster/model.zip")).isFalse();

      launcher.run(Recipe.with(run("/cluster"), "--resume")).assertSucceeded();
      assertThat(hdfs.read("/cluster/model.zip")).isEqualTo(model);
      assertThat(hdfs.list("/cluster"))
          .containsExactlyInAnyOrder(
              "frames", "training", "model.zip", "evaluation", "report.html");

      hdfs.write("/names/a.txt", NAMES.repeat(1_000));
      Started.Ended scored = launcher.run(score("/names", "/scores")).assertSucceeded();
      assertThat(scored.out()).contains("scored: 3,000 names", "rejected: 1,000 rows");
      assertThat(hdfs.read("/scores/_scores.json"))
          .asString(UTF_8)
          .startsWith("{\"scored\":3000,\"rejected\":1000,");

      Started.Ended refused = launcher.run(run("/cluster"));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("output.overwrite=true");
      launcher.run(Recipe.with(run("/cluster"), "-Doutput.overwrite=true")).assertSucceeded();
      assertThat(hdfs.read("/cluster/model.zip")).isEqualTo(model);
    }
  }

  private static List<String> score(String input, String output) {
    return List.of(
        "score",
        "--model=" + hdfs.path("/cluster/model.zip"),
        "--input=" + hdfs.path(input),
        "--output=" + hdfs.path(output),
        "--format=csv");
  }

  @Test
  void modelsAreFoundByTheirAliasesAndANightMakesOne() throws Exception {
    RegistryStory story = new RegistryStory(hdfs, Launcher.local(LOGS));
    story.assertThatAPublishedModelIsFoundByItsAlias();
    story.assertThatPublishersAtOnceMakeOneVersion();
    story.assertThatANightMakesItsChampion();
  }

  @Test
  void aQuotaThatFillsIsToldInOneMessageAndLeavesWhatWasWhole() throws Exception {
    Launcher local = Launcher.local(LOGS);
    byte[] model = References.model(Recipe.NAMES);
    try (Started training = local.start(run("/full"))) {
      awaitRound(training, "/full", 3);
      hdfs.fill("/full");
      assertThat(training.end().assertRefused())
          .contains("quota of /full is exceeded", "Make room there");
    }
    assertThat(hdfs.exists("/full/model.zip")).isFalse();

    hdfs.makeRoom("/full");
    local.run(Recipe.with(run("/full"), "--resume")).assertSucceeded();
    assertThat(hdfs.read("/full/model.zip")).isEqualTo(model);
  }

  @Test
  void aQuotaThatIsFullIsToldByScoresToo() throws Exception {
    Launcher local = Launcher.local(LOGS);
    String model = References.of(Recipe.NAMES).resolve("model.zip").toString();
    hdfs.write("/granted/names.txt", NAMES.repeat(100));
    hdfs.fill("/granted");
    List<String> score =
        List.of(
            "score",
            "--model=" + model,
            "--input=" + hdfs.path("/granted/names.txt"),
            "--output=" + hdfs.path("/granted/scores"),
            "--format=csv");
    assertThat(local.run(score).assertRefused())
        .contains("quota of /granted is exceeded", "Make room there");
    assertThat(hdfs.exists("/granted/scores")).isFalse();

    hdfs.makeRoom("/granted");
    assertThat(local.run(score).assertSucceeded().out()).contains("scored: 300 names");
  }
}
