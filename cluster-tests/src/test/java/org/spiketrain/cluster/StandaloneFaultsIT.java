package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
  private static final int KILLS = 9;
  private static final int MOST_MILLIS_INTO_A_ROUND = 400;

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
    assertSameModel(Recipe.NAMES, 3, training -> stop(cluster.executors().get(0), 5));
  }

  /** So that its tasks are given to others, and its worker is told to kill it. */
  @Test
  void anExecutorStopsForLongerThanIsWaitedForIt() throws Exception {
    assertSameModel(
        Recipe.NAMES,
        3,
        training -> stop(cluster.executors().get(0), 20),
        "--conf=spark.network.timeout=8s",
        "--conf=spark.network.timeoutInterval=2s",
        "--conf=spark.executor.heartbeatInterval=1s");
  }

  /** On a cluster that sets Kryo for all, which does not know what tasks are sent. */
  @ParameterizedTest
  @EnumSource(Recipe.class)
  void tasksOfAnExecutorThatStopsAreCopiedToTheOther(Recipe recipe) throws Exception {
    EventLog log = EventLog.in(folder);
    assertSameModel(
        recipe,
        3,
        training -> stop(cluster.executors().get(0), 8),
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

  private static void stop(ProcessHandle executor, int seconds) throws Exception {
    Signals.send("STOP", executor);
    try {
      Thread.sleep(seconds * 1_000L);
    } finally {
      if (executor.isAlive()) {
        Signals.send("CONT", executor);
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

  /** Between any two kills the training gets on, so that no task is lost four times. */
  @Test
  void executorsAreKilledAgainAndAgain() throws Exception {
    Random random = new Random(17);
    Outputs.Checkpoints checkpoints = Outputs.checkpoints(output);
    assertSameModel(
        Recipe.NAMES,
        1,
        training -> {
          for (int k = 0; k < KILLS; k++) {
            Outputs.awaitRound(training, checkpoints, checkpoints.newest() + 1 + random.nextInt(2));
            Thread.sleep(random.nextInt(MOST_MILLIS_INTO_A_ROUND));
            List<ProcessHandle> executors = cluster.executors();
            executors.get(random.nextInt(executors.size())).destroyForcibly();
          }
        });
  }
}
