package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.spiketrain.config.ConfigErrorException;

class MessagesTest {
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
    String spark =
        """
        Job aborted due to stage failure: Task 0 in stage 5.0 failed 1 times, most recent failure: \
        Lost task 0.0 in stage 5.0 (TID 9) (node7 executor 1): ExecutorLostFailure (executor 1 \
        exited caused by one of the running tasks) Reason: worker lost
        Driver stacktrace:""";
    assertThat(Messages.of(new SparkException(spark)))
        .startsWith("An executor was lost, and with it a task")
        .contains("spark.task.maxFailures", "node7 executor 1", "worker lost", "with --resume")
        .doesNotContain("Driver stacktrace");
    assertThat(Messages.of(new SparkException(spark.replace("ExecutorLostFailure", "E"))))
        .startsWith("unexpected error");
  }
}
