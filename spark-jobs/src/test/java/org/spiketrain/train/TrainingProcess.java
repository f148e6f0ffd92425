package org.spiketrain.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;

/** A {@link TinyTraining} in a process of its own. */
final class TrainingProcess {
  private TrainingProcess() {}

  /** Arguments: master, frames, output, workers, examples, BLAS kernel, start. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      RoundsByExecutor rounds = new RoundsByExecutor();
      spark.sparkContext().addSparkListener(rounds);
      TrainingSettings settings =
          TinyTraining.settings(Integer.parseInt(args[3]), Long.parseLong(args[4]))
              .withBlasKernel(args[5]);
      TinyTraining.train(
          spark, args[1], Path.of(args[2]), settings, TrainingJob.Start.valueOf(args[6]));
      System.out.println("workers by executor: " + rounds.tasks.values());
    }
  }

  /** Counts the tasks of rounds by the executor that ran them. */
  private static final class RoundsByExecutor extends SparkListener {
    private final Map<String, Integer> tasks = new ConcurrentHashMap<>();
    private final Set<Integer> rounds = ConcurrentHashMap.newKeySet();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      if (stage.stageInfo().details().contains(Averaging.class.getName())) {
        rounds.add(stage.stageInfo().stageId());
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (rounds.contains(task.stageId())) {
        tasks.merge(task.taskInfo().executorId(), 1, Integer::sum);
      }
    }
  }

  static Process start(String master, String frames, Path output, int workers, long examples)
      throws IOException {
    return start(
        master, frames, output, workers, examples, BlasAgreement.AUTO, TrainingJob.Start.FRESH);
  }

  static Process start(
      String master,
      String frames,
      Path output,
      int workers,
      long examples,
      String kernel,
      TrainingJob.Start start)
      throws IOException {
    return ForkedJvm.start(
        TrainingProcess.class,
        output.resolveSibling(output.getFileName() + ".log"),
        "1g",
        master,
        frames,
        output.toString(),
        Integer.toString(workers),
        Long.toString(examples),
        kernel,
        start.name());
  }
}
