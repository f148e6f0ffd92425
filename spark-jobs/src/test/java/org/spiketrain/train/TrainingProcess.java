package org.spiketrain.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ClusterWork;
import org.spiketrain.ForkedJvm;
import org.spiketrain.train.TrainingJob.Start;

/** A {@link TinyTraining}, on a cluster or in a process of its own. */
final class TrainingProcess implements ClusterWork {
  static String[] arguments(
      String frames, Path output, int workers, long examples, String kernel, Start start) {
    return new String[] {
      frames,
      output.toString(),
      Integer.toString(workers),
      Long.toString(examples),
      kernel,
      start.name()
    };
  }

  /** Arguments: frames, output, workers, examples, BLAS kernel, start. */
  @Override
  public void run(SparkSession spark, String... arguments) {
    RoundsByExecutor rounds = new RoundsByExecutor();
    spark.sparkContext().addSparkListener(rounds);
    TrainingSettings settings =
        TinyTraining.settings(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]))
            .withBlasKernel(arguments[4]);
    try {
      TinyTraining.train(
          spark, arguments[0], Path.of(arguments[1]), settings, Start.valueOf(arguments[5]));
      System.out.println("workers by executor: " + rounds.tasks.values());
    } finally {
      spark.sparkContext().removeSparkListener(rounds);
    }
  }

  /** The same; the master goes first. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      new TrainingProcess().run(spark, Arrays.copyOfRange(args, 1, args.length));
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

  static Process start(
      String master,
      String frames,
      Path output,
      int workers,
      long examples,
      String kernel,
      Start start)
      throws IOException {
    return ForkedJvm.start(
        TrainingProcess.class,
        output.resolveSibling(output.getFileName() + ".log"),
        "1g",
        Stream.concat(
                Stream.of(master),
                Stream.of(arguments(frames, output, workers, examples, kernel, start)))
            .toArray(String[]::new));
  }
}
