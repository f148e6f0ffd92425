package org.spiketrain.score;

import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.spark.Spiketrain;

/** Jobs on executors that do not share a folder with the driver. */
final class OwnDisksProcess {
  private OwnDisksProcess() {}

  /** Arguments: the folder, an input in another one. */
  public static void main(String[] args) {
    String folder = args[0];
    System.setProperty("spark.hadoop.fs.file.impl", OwnDisk.class.getName());
    System.setProperty("spark.executor.defaultJavaOptions", "-D" + OwnDisk.FOLDER + "=" + folder);
    try (SparkSession spark = ForkedJvm.session("local-cluster[2,1,1024]")) {
      print(
          () ->
              Spiketrain.experiment(spark)
                  .configuration("conf/names-demo.conf")
                  .set("output.path", folder + "/run")
                  .open()
                  .preprocess());
      ScoreSettings settings =
          new ScoreSettings(
              1,
              OutputFormat.CSV,
              new CsvDialect(CsvHeader.DETECT, ','),
              OutputMode.REFUSE_EXISTING);
      ScoreJob job = new ScoreJob(spark, FakeModel.model());
      print(() -> job.run(args[1], folder + "/scores", settings));
      print(() -> System.out.println(job.run(args[1], folder + "-shared", settings)));
    }
  }

  private static void print(Runnable job) {
    try {
      job.run();
    } catch (UserErrorException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
