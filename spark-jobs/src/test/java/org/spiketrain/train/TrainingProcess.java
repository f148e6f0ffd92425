package org.spiketrain.train;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;

/** A {@link TinyTraining} in a process of its own. */
final class TrainingProcess {
  private TrainingProcess() {}

  /** Arguments: master, frames, output, workers, examples. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      TrainingSettings settings =
          TinyTraining.settings(Integer.parseInt(args[3]), Long.parseLong(args[4]));
      TinyTraining.train(spark, args[1], Path.of(args[2]), settings, TrainingJob.Start.FRESH);
    }
  }

  static Process start(String master, String frames, Path output, int workers, long examples)
      throws IOException {
    return ForkedJvm.start(
        TrainingProcess.class,
        output.resolveSibling(output.getFileName() + ".log"),
        "1g",
        master,
        frames,
        output.toString(),
        Integer.toString(workers),
        Long.toString(examples));
  }
}
