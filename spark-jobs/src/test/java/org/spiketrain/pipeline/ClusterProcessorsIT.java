package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LongTest;
import org.spiketrain.data.io.ClusterProcessors;

@LongTest
class ClusterProcessorsIT {
  @TempDir Path folder;

  @Test
  void executorsThatAreStillStartingAreCounted() throws Exception {
    assertThat(ForkedJvm.run(Counting.class, folder.resolve("log"), "512m"))
        .contains("processors=6 slots=3 executors=2");
  }

  /** Counts as soon as the session is there. */
  static final class Counting {
    private Counting() {}

    public static void main(String[] args) {
      try (SparkSession spark =
          ForkedJvm.builder("local-cluster[2,3,1024]").config("spark.task.cpus", 2).getOrCreate()) {
        System.out.printf(
            "processors=%d slots=%d executors=%d%n",
            ClusterProcessors.count(spark.sparkContext()),
            ClusterProcessors.slots(spark.sparkContext()),
            ClusterProcessors.executors(spark.sparkContext()).size());
      }
    }
  }
}
