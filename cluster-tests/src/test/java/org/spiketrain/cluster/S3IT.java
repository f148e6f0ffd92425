package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Outputs on S3, by its own protocol. */
@EnabledIf(
    value = "org.spiketrain.cluster.S3Server#isThere",
    disabledReason = "no S3 to test against: python3 -m pip install 'moto[server]' brings one")
class S3IT {
  private static final Path LOGS = Project.logs(S3IT.class);
  private static S3Server s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Server.start(LOGS);
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
  }

  @Test
  void aRunIsKilledResumedScoresAndIsReplacedOnlyWhenThatIsAskedFor() throws Exception {
    byte[] model = References.model(Recipe.NAMES);
    Launcher launcher = s3.reachedBy(Launcher.local(LOGS));
    List<String> run = Recipe.NAMES.command("run", s3.path("/run"));
    try (Started training = launcher.start(run)) {
      Outputs.awaitRound(training, () -> s3.list("/run/training/checkpoints"), 5);
      training.kill();
    }
    assertThat(s3.list("/run")).doesNotContain("model.zip");

    launcher.run(Recipe.with(run, "--resume")).assertSucceeded();
    assertThat(s3.read("/run/model.zip")).isEqualTo(model);
    assertThat(s3.list("/run"))
        .contains("frames/_manifest.json", "evaluation/metrics.json", "report.html")
        .noneMatch(name -> name.startsWith("."));
    assertWrittenOnce("/run/frames", ".parquet");

    s3.write("/names/a.txt", "Satoshi\n123\nJackson\nIvanova\n".repeat(1_000));
    Started.Ended scored =
        launcher
            .run(
                "score",
                "--model=" + s3.path("/run/model.zip"),
                "--input=" + s3.path("/names"),
                "--output=" + s3.path("/scores"),
                "--format=csv")
            .assertSucceeded();
    assertThat(scored.err()).doesNotContain("WARN");
    assertWrittenOnce("/scores", ".csv");
    assertThat(s3.read("/scores/_scores.json"))
        .asString(UTF_8)
        .startsWith("{\"scored\":3000,\"rejected\":1000,");

    Started.Ended refused = launcher.run(run);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("output.overwrite=true");
    launcher.run(Recipe.with(run, "-Doutput.overwrite=true")).assertSucceeded();
    assertThat(s3.read("/run/model.zip")).isEqualTo(model);
  }

  @Test
  void modelsAreFoundByTheirAliasesAndANightMakesOne() throws Exception {
    RegistryStory story = new RegistryStory(s3, s3.reachedBy(Launcher.local(LOGS)));
    story.assertThatAPublishedModelIsFoundByItsAlias();
    story.assertThatPublishersAtOnceMakeOneVersion();
    story.assertThatANightMakesItsChampion();
  }

  /**
   * Spark's tasks upload their files in parts; only the output's own rename copies them. Files of
   * several folders may have one name.
   */
  private static void assertWrittenOnce(String folder, String ending) throws IOException {
    Map<String, Long> files =
        s3.list(folder).stream()
            .filter(name -> name.endsWith(ending))
            .collect(
                Collectors.groupingBy(
                    name -> name.substring(name.lastIndexOf('/') + 1), Collectors.counting()));
    assertThat(files).isNotEmpty();
    assertThat(files)
        .allSatisfy((name, count) -> assertThat(s3.written(name)).as(name).isEqualTo(count));
  }
}
