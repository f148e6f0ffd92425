package org.spiketrain.score;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;
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
      print(() -> streamed(spark, FakeModel.model(), args[1], folder + "/streamed", settings));
      print(() -> System.out.println(job.run(args[1], folder + "-shared", settings)));
      losing(spark, args[1], Path.of(folder).resolveSibling("late").toString(), settings);
    }
  }

  /** Executors that no longer share a folder once they have scored. */
  private static void losing(
      SparkSession spark, String input, String folder, ScoreSettings settings) {
    ScoreSettings adding =
        settings.into(new ScoreTarget(Write.APPEND, "", List.of(), ""), settings.mode());
    String added = folder + "-added";
    new ScoreJob(spark, FakeModel.model()).run(input, added, adding);
    print(() -> new ScoreJob(spark, LosingDisk.model(added)).run(input, added, adding));
    String streamed = folder + "-streamed";
    print(() -> streamed(spark, LosingDisk.model(streamed), input, streamed, settings));
    String warehouse = folder + "-table";
    ScoreSettings table =
        settings.into(new ScoreTarget(Write.WHOLE, "names", List.of(), ""), settings.mode());
    spark.sql("CREATE DATABASE lost LOCATION 'file:" + warehouse + "'");
    spark.sql("USE lost");
    print(() -> new ScoreJob(spark, LosingDisk.model(warehouse)).run(input, "", table));
    ScoreSettings more =
        settings.into(new ScoreTarget(Write.APPEND, "names", List.of(), ""), settings.mode());
    print(() -> new ScoreJob(spark, FakeModel.model()).run(input, "", more));
  }

  private static void streamed(
      SparkSession spark, ScoringModel model, String input, String output, ScoreSettings settings) {
    VersionedModels models =
        new VersionedModels() {
          @Override
          public Version current() {
            return new Version("the only one", 1, "");
          }

          @Override
          public ScoringModel load(Version version) {
            return model;
          }
        };
    new StreamJob(spark, models, batch -> {})
        .run(
            new StreamSettings(
                settings,
                Path.of(input).getParent().toString(),
                output,
                checkpoint(input, output),
                Optional.empty()));
  }

  private static String checkpoint(String input, String output) {
    String name = "checkpoint-" + Path.of(output).getFileName();
    return Path.of(input).getParent().resolveSibling(name).toString();
  }

  private static void print(Runnable job) {
    try {
      job.run();
    } catch (UserErrorException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
