package org.spiketrain.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.spark.Spiketrain;
import org.spiketrain.train.LosingPlugin.Lost;

/** Frames and a {@link TinyTraining} on two executors that lose what they have made. */
final class LosingProcess {
  /** Each of two executors computes for two workers. */
  static final int WORKERS = 4;

  /** Less than the results of all workers of a round, more than that of one. */
  private static final String LEAST_RESULTS = "300k";

  private LosingProcess() {}

  /** Arguments: frames, and the folder to write to, one in it for each {@link Lost}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    Path setting = Files.writeString(folder.resolve("lost"), Lost.SHUFFLE_FILES.name());
    System.setProperty("spark.plugins", LosingPlugin.class.getName());
    System.setProperty(LosingPlugin.SETTING, setting.toString());
    System.setProperty("spark.task.maxDirectResultSize", "1k");
    try (SparkSession spark = ForkedJvm.session("local-cluster[2,1,1024]")) {
      Reasons reasons = new Reasons();
      spark.sparkContext().addSparkListener(reasons);
      for (Lost lost : Lost.values()) {
        Files.writeString(setting, lost.name());
        // So that workers' results are averaged by a shuffle, or come to the driver one by one.
        spark
            .sparkContext()
            .conf()
            .set("spark.driver.maxResultSize", lost == Lost.SHUFFLE_FILES ? LEAST_RESULTS : "1g");
        work(spark, args[0], folder.resolve(lost.name()), reasons);
      }
    }
  }

  private static void work(SparkSession spark, String frames, Path folder, Reasons reasons) {
    Spiketrain.experiment(spark)
        .configuration("conf/text-demo.conf")
        .set("output.path", folder.resolve("sentences").toString())
        .open()
        .preprocess();
    reasons.print(folder.getFileName() + " sentences");
    TrainingSettings settings = TinyTraining.settings(WORKERS, LostDataIT.EXAMPLES);
    TinyTraining.train(
        spark, frames, folder.resolve("training"), settings, TrainingJob.Start.FRESH);
    reasons.print(folder.getFileName() + " training");
  }

  /** Counts the tasks that ended by each reason. */
  private static final class Reasons extends SparkListener {
    private final Map<String, Integer> tasks = new ConcurrentSkipListMap<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      tasks.merge(task.reason().getClass().getSimpleName().replace("$", ""), 1, Integer::sum);
    }

    void print(String of) {
      System.out.println(of + ": " + tasks);
      tasks.clear();
    }
  }
}
