package org.spiketrain.job.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A {@link TinyTraining} in a process of its own, to be killed or to run on another master. */
final class TrainingProcess {
  private TrainingProcess() {}

  /** Arguments: master, frames, output, workers, examples. */
  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .master(args[0])
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
            .getOrCreate()) {
      TrainingSettings settings =
          TinyTraining.settings(Integer.parseInt(args[3]), Long.parseLong(args[4]));
      TinyTraining.train(spark, args[1], Path.of(args[2]), settings, TrainingJob.Start.FRESH);
    }
  }

  static Process start(String master, String frames, Path output, int workers, long examples)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(System.getProperty("spiketrain.jvm.options").trim().split("\\s+"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TrainingProcess.class.getName(),
            master,
            frames,
            output.toString(),
            Integer.toString(workers),
            Long.toString(examples)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.resolveSibling(output.getFileName() + ".log").toFile())
        .start();
  }
}
