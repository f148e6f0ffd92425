package org.spiketrain.cli;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.evaluate.baseline.Baseline;
import org.spiketrain.evaluate.baseline.BaselineFigures;
import org.spiketrain.evaluate.baseline.BaselineTask;
import org.spiketrain.evaluate.baseline.Baselines;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain baselines}. */
@Command(
    name = "baselines",
    description = {
      "Fit the simplest classifiers to frames, and say how good they are; no network is needed.",
      "Evaluations show the same ones beside a network (evaluation.baselines). Writes nothing."
    })
final class BaselinesCommand extends ConsoleCommand implements Runnable {
  private static final double NANOS = 1e9;

  @Parameters(
      paramLabel = "FRAMES",
      description = "Frames that preprocess has made, such as <output.path>/frames.")
  private String folder;

  @Option(
      names = "--baselines",
      paramLabel = "KEY,...",
      split = ",",
      description = "Which ones, as evaluation.baselines names them. Default: auto.")
  private List<String> chosen = List.of(Baselines.AUTO);

  @Option(
      names = "--split",
      defaultValue = "test",
      paramLabel = "SPLIT",
      description = "train, validation or test (default: ${DEFAULT-VALUE}).")
  private Split split;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "NUMBER",
      description =
          "Decides which examples of large sets are fitted to (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    requireHere("");
    try (SparkSessions.Opened spark = SparkSessions.open("baselines")) {
      Configuration conf = spark.session().sessionState().newHadoopConf();
      Manifest manifest = FrameParquet.readManifest(conf, PathSetting.parse("FRAMES", folder));
      refuseEmpty(manifest, Split.TRAIN);
      refuseEmpty(manifest, split);
      measure(spark.session(), manifest).print(out());
    }
  }

  private TextTable measure(SparkSession spark, Manifest manifest) {
    DataKind kind = DataKinds.of(folder, manifest.corpus().kind());
    BaselineTask task = new BaselineTask(kind, manifest, manifest.classes().size(), seed);
    Dataset<Row> train = FrameParquet.read(spark, folder, manifest, Split.TRAIN.label());
    Dataset<Row> asked = FrameParquet.read(spark, folder, manifest, split.label());
    TextTable table =
        new TextTable("accuracy", "macro-F1", "balanced", "seconds", "key", "baseline");
    for (Baseline baseline : Baselines.of(kind, chosen)) {
      long start = System.nanoTime();
      BaselineFigures figures =
          BaselineFigures.of(baseline.fit(train, task), asked, manifest.classes());
      table.add(
          share(figures.metrics().accuracy()),
          share(figures.metrics().macroF1()),
          share(figures.balancedAccuracy()),
          String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / NANOS),
          baseline.key(),
          baseline.title());
    }
    return table;
  }

  private void refuseEmpty(Manifest manifest, Split needed) {
    if (manifest.total(needed) == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: %s"
              .formatted(
                  needed.label(),
                  folder,
                  needed == Split.TRAIN
                      ? "preprocess with more for training"
                      : "choose another with --split, or preprocess with a fraction for it"));
    }
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }
}
