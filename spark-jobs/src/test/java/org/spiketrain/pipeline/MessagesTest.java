package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;

class MessagesTest {
  private static final String LOST_EXECUTOR =
      """
      Job aborted due to stage failure: Task 0 in stage 5.0 failed 1 times, most recent failure: \
      Lost task 0.0 in stage 5.0 (TID 9) (node7 executor 1): ExecutorLostFailure (executor 1 \
      exited caused by one of the running tasks) Reason: worker lost
      Driver stacktrace:""";

  /** A server of Hadoop's sends its trace as a part of the message. */
  @Test
  void tracesWithinMessagesAreLeftOut() {
    String trace =
        "\n\tat org.apache.hadoop.hdfs.server.namenode.INodeFile.valueOf(INodeFile.java:87)"
            + "\n\tat org.apache.hadoop.ipc.Server$Handler.run(Server.java:3203)\n";
    assertThat(
            Messages.of(
                new ConfigErrorException(
                    "Cannot read the configuration hdfs:/mine.conf (File does not exist: /mine.conf"
                        + trace
                        + "): name a file")))
        .isEqualTo(
            "Cannot read the configuration hdfs:/mine.conf (File does not exist: /mine.conf): name a file");
  }

  @Test
  void aLostExecutorNamesWhatGoesOn() {
    assertThat(Messages.of(new SparkException(LOST_EXECUTOR)))
        .startsWith("An executor was lost, and with it a task")
        .contains("spark.task.maxFailures", "node7 executor 1", "worker lost", "with --resume")
        .doesNotContain("Driver stacktrace");
    assertThat(Messages.of(new SparkException(LOST_EXECUTOR.replace("ExecutorLostFailure", "E"))))
        .startsWith("unexpected error");
  }

  @Test
  void whatIsRefusedForItsOwnSakeDoesNotPassButALostExecutorMay() {
    UserErrorException refused = new UserErrorException("lower training.workers");

    assertThat(Messages.mayPass(new SparkException(LOST_EXECUTOR))).isTrue();
    assertThat(Messages.mayPass(new UserErrorException("away", new IOException()))).isTrue();
    assertThat(Messages.mayPass(new SparkException("a task failed", refused))).isFalse();
    assertThat(Messages.mayPass(refused)).isFalse();
  }

  @Test
  void memoryIsToldAndMayBeFreeLaterWhichNoOtherErrorHopesFor() {
    OutOfMemoryError memory = new OutOfMemoryError("Java heap space");
    Error broken = new ExceptionInInitializerError(new IllegalStateException("no such file"));

    assertThat(Messages.of(memory))
        .startsWith("There was not enough memory (Java heap space): give the driver more")
        .doesNotContain("unexpected");
    assertThat(Messages.mayPass(memory)).isTrue();
    assertThat(Messages.mayPass(new SparkException("a task failed", memory))).isTrue();
    assertThat(Messages.mayPass(new UserErrorException("x.h5 is damaged", memory))).isFalse();
    assertThat(Messages.of(broken)).contains("no such file");
    assertThat(Messages.mayPass(broken)).isFalse();
    assertThat(Messages.mayPass(new StackOverflowError())).isFalse();
  }
}
