package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

/**
 * A training on a standalone cluster whose processes are killed, and replaced by whoever runs it.
 */
final class KilledTraining implements AutoCloseable {
  private final StandaloneCluster cluster;
  private final Launcher launcher;
  private final List<String> command;
  private final Outputs.Progress progress;
  private final Random random;
  private Started driver;

  /**
   * Starts it.
   *
   * @param command that trains
   * @param progress that it makes
   * @param random chooses among several processes
   */
  KilledTraining(
      StandaloneCluster cluster,
      Launcher launcher,
      List<String> command,
      Outputs.Progress progress,
      Random random)
      throws Exception {
    this.cluster = cluster;
    this.launcher = launcher;
    this.command = command;
    this.progress = progress;
    this.random = random;
    this.driver = launcher.start(command);
  }

  /** The round that it has got to. */
  int round() {
    return progress.newest();
  }

  /** Kills a process when it is due, and sees to another one where Spark does not. */
  void suffer(Kill kill) throws Exception {
    Outputs.awaitProgress(driver, progress, round() + kill.rounds());
    Thread.sleep(kill.millis());
    assertThat(driver.isAlive()).as(driver.err()).isTrue();
    switch (kill.victim()) {
      case EXECUTOR -> killExecutor();
      case WORKER -> {
        cluster.killWorker();
        cluster.addWorker();
      }
      case DRIVER -> {
        driver.kill();
        driver = launcher.start(Recipe.with(command, "--resume"));
      }
    }
  }

  private void killExecutor() throws Exception {
    Waiting.until("there is an executor", () -> !cluster.executors().isEmpty());
    List<ProcessHandle> executors = cluster.executors();
    executors.get(random.nextInt(executors.size())).destroyForcibly();
  }

  void assertSucceeds() throws Exception {
    driver.end().assertSucceeded();
  }

  @Override
  public void close() throws InterruptedException {
    driver.close();
  }
}
