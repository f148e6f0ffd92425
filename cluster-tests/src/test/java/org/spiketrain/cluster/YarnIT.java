package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs on YARN, with the driver here and there. */
@EnabledOnOs(OS.LINUX)
class YarnIT {
  private static final Path LOGS = Project.logs(YarnIT.class);
  private static final String APPLICATION = "Application application_\\d+_\\d+ on yarn";
  private static YarnCluster yarn;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    yarn = YarnCluster.start(LOGS);
  }

  @AfterAll
  static void stop() {
    yarn.close();
  }

  private Path output() {
    return folder.resolve("run");
  }

  private static Launcher inCluster() {
    return yarn.launcher().with("--deploy-mode=cluster");
  }

  @Test
  void aDriverHereGivesTheModelAndTellsTheApplication() throws Exception {
    byte[] model = References.model(Recipe.TEXT);
    Started.Ended ended = yarn.launcher().run(Recipe.TEXT.command("run", output().toString()));

    ended.assertSucceeded();
    assertThat(ended.err()).containsPattern(APPLICATION);
    assertThat(output().resolve("model.zip")).hasBinaryContent(model);
  }

  @Test
  void aDriverInTheClusterGivesTheModel() throws Exception {
    byte[] model = References.model(Recipe.TEXT);

    inCluster().run(Recipe.TEXT.command("run", output().toString())).assertSucceeded();

    assertThat(output().resolve("model.zip")).hasBinaryContent(model);
  }

  @Test
  void aSecondDriverGoesOnWhereTheFirstWasKilled() throws Exception {
    byte[] model = References.model(Recipe.NAMES);
    List<String> command = Recipe.NAMES.command("run", output().toString());
    try (Started submission = inCluster().start(command)) {
      Outputs.awaitRound(submission, Outputs.checkpoints(output()), 5);
      List<ProcessHandle> first = yarn.applicationMasters();
      assertThat(first).isNotEmpty();
      first.forEach(ProcessHandle::destroyForcibly);
      submission.end().assertSucceeded();
    }
    assertThat(output().resolve("model.zip")).hasBinaryContent(model);
  }

  @Test
  void whatIsWrongReachesWhoeverSubmitted() throws Exception {
    Files.createDirectories(output().resolve("frames"));
    Files.writeString(output().resolve("frames/_manifest.json"), "{}");

    Started.Ended ended =
        inCluster()
            .with("--conf=spark.yarn.maxAppAttempts=1")
            .run(Recipe.NAMES.command("run", output().toString()));

    assertThat(ended.code()).isNotZero();
    assertThat(ended.err()).contains("output.overwrite=true");
  }
}
