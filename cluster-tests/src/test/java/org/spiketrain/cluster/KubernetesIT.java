package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs on Kubernetes as deploy/kubernetes says, but for the machines. */
@EnabledOnOs(OS.LINUX)
class KubernetesIT {
  private static final String HOMES = "SPIKETRAIN_SPARK_HOMES";
  private static final Path LOGS = Project.logs(KubernetesIT.class);
  private static KubernetesCluster kubernetes;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesCluster.start(LOGS);
  }

  @AfterAll
  static void stop() throws Exception {
    kubernetes.close();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasRefused() throws Exception {
    kubernetes.clear();
    assertThat(kubernetes.refused()).isEmpty();
  }

  private static Path output(String run) {
    return output(kubernetes, run);
  }

  private static Path output(KubernetesCluster kubernetes, String run) {
    return kubernetes.claim().resolve("runs").resolve(run);
  }

  /** On the claim's path in the pods. */
  private static List<String> command(String run) {
    return Recipe.NAMES.command("run", "/spiketrain/runs/" + run);
  }

  private static void assertModel(String run) throws Exception {
    assertModel(kubernetes, run);
  }

  private static void assertModel(KubernetesCluster kubernetes, String run) throws Exception {
    assertThat(Outputs.withoutSpark(output(kubernetes, run).resolve("model.zip")))
        .isEqualTo(Outputs.withoutSpark(References.of(Recipe.NAMES).resolve("model.zip")));
  }

  @Test
  void aRunInPodsGivesTheModelAndLeavesTheDriversPodAlone() throws Exception {
    Started.Ended ended = kubernetes.launcher("whole").run(command("whole"));

    ended.assertSucceeded();
    assertThat(ended.err()).containsPattern("spiketrain: spiketrain-whole-\\w+-driver: Succeeded");
    assertModel("whole");
    assertThat(output("whole").resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(References.of(Recipe.NAMES).resolve("evaluation/metrics.json"));
    assertThat(kubernetes.pods()).singleElement().asString().endsWith("-driver");
  }

  static Stream<Path> sparks() {
    return Stream.of(System.getenv(HOMES).split(File.pathSeparator, -1)).map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("sparks")
  @EnabledIfEnvironmentVariable(
      named = HOMES,
      matches = ".+",
      disabledReason = "no distributions of Spark: name some in SPIKETRAIN_SPARK_HOMES")
  void anUnchangedSparkGivesTheModelToo(Path spark) throws Exception {
    Path logs = LOGS.resolve("unchanged-" + Integer.toHexString(spark.hashCode()));
    try (KubernetesCluster unchanged = KubernetesCluster.start(spark, logs)) {
      assertRuns(unchanged);
    }
  }

  private static void assertRuns(KubernetesCluster other) throws Exception {
    other.launcher("other").run(command("other")).assertSucceeded();

    assertModel(other, "other");
    assertThat(other.refused()).isEmpty();
  }

  @Test
  void anImageInLayersGivesTheModelToo() throws Exception {
    try (KubernetesCluster layered =
        KubernetesCluster.start(Image.layered(), LOGS.resolve("layered"))) {
      assertRuns(layered);
    }
  }

  @Test
  void aFailureInTheClusterIsThatOfTheCommand() throws Exception {
    List<String> command = Recipe.with(command("wrong"), "-Dtraining.batch-size=0");
    Started.Ended ended = kubernetes.launcher("wrong").run(command);

    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err())
        .containsPattern(
            "spiketrain: spiketrain-wrong-\\w+-driver ended as Failed with exit code \\d \\(Error\\): "
                + "kubectl -n spiketrain logs spiketrain-wrong-\\w+-driver says why");
  }

  @Test
  void anExecutorsPodIsKilled() throws Exception {
    try (Started training = kubernetes.launcher("executor").start(command("executor"))) {
      Outputs.awaitRound(training, Outputs.checkpoints(output("executor")), 3);
      kubernetes.executors("executor").get(0).kill();
      training.end().assertSucceeded();
    }
    assertModel("executor");
    assertThat(kubernetes.unusedByDrivers())
        .as("for those who keep executors' pods for their logs")
        .containsExactly("patch pods in spiketrain");
    assertThat(kubernetes.unusedBySubmitters())
        .as("for kubectl, and for Spark to clear away what a submission that failed has made")
        .containsExactlyInAnyOrder(
            "list pods in spiketrain",
            "delete pods in spiketrain",
            "get pods/log in spiketrain",
            "get events in spiketrain",
            "list events in spiketrain",
            "delete configmaps in spiketrain",
            "delete services in spiketrain",
            "delete networkpolicies.networking.k8s.io in spiketrain");
  }

  @Test
  void theDriversPodIsKilledAndTheRunResumed() throws Exception {
    try (Started training = kubernetes.launcher("driver").start(command("driver"))) {
      Outputs.awaitRound(training, Outputs.checkpoints(output("driver")), 3);
      kubernetes.driver("driver").kill();
      Started.Ended killed = training.end();
      assertThat(killed.code()).isEqualTo(1);
      assertThat(killed.err()).contains("ended as Failed with exit code 137");
    }
    Waiting.until(
        "executors end without their driver", () -> kubernetes.executors("driver").isEmpty());
    assertThat(output("driver").resolve("model.zip")).doesNotExist();

    kubernetes.launcher("driver").run(Recipe.with(command("driver"), "--resume")).assertSucceeded();

    assertModel("driver");
  }
}
