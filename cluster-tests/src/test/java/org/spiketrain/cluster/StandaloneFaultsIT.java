package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What fails on a standalone cluster in the middle of a training, and the model that it still
 * gives.
 */
@EnabledOnOs(OS.LINUX)
class StandaloneFaultsIT {
  private static final Path LOGS = Project.logs(StandaloneFaultsIT.class);

  @TempDir Path folder;
  private StandaloneCluster cluster;
  private Path output;

  @BeforeEach
  void start() throws Exception {
    cluster = StandaloneCluster.start(LOGS, 2);
    output = folder.resolve("run");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  /** Something that happens to a training that has got to a round. */
  private interface Fault {
    void happen(Started training) throws Exception;
  }

  private void assertSameModel(Recipe recipe, int round, Fault fault, String... options)
      throws Exception {
    byte[] model = References.model(recipe);
    List<String> command = recipe.command("run", output.toString());
    try (Started training = cluster.launcher(LOGS).with(options).start(command)) {
      Outputs.awaitRound(training, Outputs.checkpoints(output), round);
      fault.happen(training);
      training.end().assertSucceeded();
    }
    assertThat(output.resolve("model.zip")).hasBinaryContent(model);
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void anExecutorIsKilled(Recipe recipe) throws Exception {
    assertSameModel(recipe, 3, training -> cluster.executors().get(0).destroyForcibly());
  }

  @Test
  void aWorkerIsKilledAndAnotherOneAdded() throws Exception {
    assertSameModel(
        Recipe.NAMES,
        3,
        training -> {
          cluster.killWorker();
          cluster.addWorker();
        });
  }

  @Test
  void anExecutorStopsForSomeSeconds() throws Exception {
    assertSameModel(Recipe.NAMES, 3, training -> stop(anExecutor(), 5));
  }

  /** So that its tasks are given to others, and its worker is told to kill it. */
  @Test
  void anExecutorStopsForLongerThanIsWaitedForIt() throws Exception {
    assertSameModel(
        Recipe.NAMES,
        3,
        training -> stop(anExecutor(), 20),
        "--conf=spark.network.timeout=8s",
        "--conf=spark.network.timeoutInterval=2s",
        "--conf=spark.executor.heartbeatInterval=1s");
  }

  /** A machine that stands still, with the worker and all else on it, at Spark's own timeouts. */
  @Test
  void aHostStopsForAMinute() throws Exception {
    assertSameModel(Recipe.NAMES, 3, training -> stop(cluster.host(), 60));
  }

  /** Its executor is given up, and told so when it goes on. */
  @ParameterizedTest
  @EnumSource(
      value = Recipe.class,
      names = {"NAMES", "KEPT"})
  void aHostStopsForLongerThanTheNetworksTimeout(Recipe recipe) throws Exception {
    EventLog log = EventLog.in(folder);
    assertSameModel(
        recipe,
        3,
        training -> stop(cluster.host(), 35),
        log.with(
            "--conf=spark.network.timeout=20s",
            "--conf=spark.network.timeoutInterval=5s",
            "--conf=spark.executor.heartbeatInterval=5s"));
    assertThat(log.executorsRemoved("heartbeat")).isPositive();
  }

  /** On a cluster that sets Kryo for all, which does not know what tasks are sent. */
  @ParameterizedTest
  @EnumSource(Recipe.class)
  void tasksOfAnExecutorThatStopsAreCopiedToTheOther(Recipe recipe) throws Exception {
    EventLog log = EventLog.in(folder);
    assertSameModel(
        recipe,
        3,
        training -> stop(anExecutor(), 8),
        log.with(
            "--conf=spark.serializer=org.apache.spark.serializer.KryoSerializer",
            "--conf=spark.speculation=true",
            "--conf=spark.speculation.interval=20ms",
            "--conf=spark.speculation.minTaskRuntime=1ms",
            "--conf=spark.speculation.multiplier=1.01",
            "--conf=spark.speculation.quantile=0.1",
            "--conf=spark.speculation.task.duration.threshold=1s"));
    assertThat(log.copiesOfTasks()).isPositive();
  }

  /** Of executors that have no task, but blocks of the training's. */
  @ParameterizedTest
  @EnumSource(
      value = Recipe.class,
      names = {"NAMES", "KEPT"})
  void executorsAreGivenBackWheneverTheyAreIdle(Recipe recipe) throws Exception {
    EventLog log = EventLog.in(folder);
    assertSameModel(
        recipe,
        3,
        training -> {},
        log.with(
            "--conf=spark.dynamicAllocation.enabled=true",
            "--conf=spark.dynamicAllocation.shuffleTracking.enabled=true",
            "--conf=spark.dynamicAllocation.shuffleTracking.timeout=1s",
            "--conf=spark.dynamicAllocation.minExecutors=0",
            "--conf=spark.dynamicAllocation.executorIdleTimeout=1s",
            "--conf=spark.dynamicAllocation.cachedExecutorIdleTimeout=1s"));
    assertThat(log.executorsRemoved("killed by driver")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = Recipe.class,
      names = {"NAMES", "KEPT"})
  void aWorkerIsDecommissionedAndAnotherOneAdded(Recipe recipe) throws Exception {
    EventLog log = EventLog.in(folder);
    assertSameModel(
        recipe,
        3,
        training -> {
          cluster.decommissionWorker();
          cluster.addWorker();
        },
        log.with(
            "--conf=spark.decommission.enabled=true",
            "--conf=spark.storage.decommission.enabled=true",
            "--conf=spark.storage.decommission.replicationReattemptInterval=1s"));
    assertThat(log.executorsRemoved("decommission")).isPositive();
  }

  private List<ProcessHandle> anExecutor() {
    return List.of(cluster.executors().get(0));
  }

  private static void stop(List<ProcessHandle> processes, int seconds) throws Exception {
    signal("STOP", processes);
    try {
      Thread.sleep(seconds * 1_000L);
    } finally {
      signal("CONT", processes);
    }
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      if (process.isAlive()) {
        Signals.send(name, process);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void theDriverIsKilledAndTheRunResumed(Recipe recipe) throws Exception {
    byte[] model = References.model(recipe);
    List<String> command = recipe.command("run", output.toString());
    try (Started training = cluster.launcher(LOGS).start(command)) {
      Outputs.awaitRound(training, Outputs.checkpoints(output), 3);
      training.kill();
    }
    assertThat(output.resolve("model.zip")).doesNotExist();

    cluster.launcher(LOGS).run(Recipe.with(command, "--resume")).assertSucceeded();

    assertThat(output.resolve("model.zip")).hasBinaryContent(model);
  }
}
