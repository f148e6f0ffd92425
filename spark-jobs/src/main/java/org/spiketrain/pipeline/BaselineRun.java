package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.List;
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
import org.spiketrain.evaluate.baseline.BaselineTask;
import org.spiketrain.evaluate.baseline.Baselines;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.AnswerScores;

/**
 * Fits baselines to frames and measures them, without a network beside them.
 *
 * @param folder folder of the frames
 * @param split what is asked about
 * @param seed of which examples of large sets are fitted to
 */
public record BaselineRun(SparkSession spark, String folder, Split split, long seed) {
  /** Stands for those that suit the kind of data. */
  public static final List<String> AUTO = List.of(Baselines.AUTO);

  private static final double NANOS = 1e9;

  /**
   * What a baseline reached; figures are in [0, 1].
   *
   * @param balancedAccuracy mean of the recalls of the classes that have examples
   * @param seconds that fitting and asking took
   */
  public record Measured(
      String key,
      String title,
      double accuracy,
      double macroF1,
      double balancedAccuracy,
      double seconds) {}

  /**
   * Measures baselines one after the other.
   *
   * @param chosen their keys, or {@link #AUTO}
   * @throws UserErrorException if there is no such baseline, there are no frames, or a split of
   *     them is empty
   */
  public List<Measured> measure(List<String> chosen) {
    Manifest manifest =
        FrameParquet.readManifest(
            spark.sessionState().newHadoopConf(), PathSetting.parse("FRAMES", folder));
    refuseEmpty(manifest, Split.TRAIN, "preprocess with more for training");
    refuseEmpty(
        manifest, split, "choose another with --split, or preprocess with a fraction for it");
    DataKind kind = DataKinds.of(folder, manifest.corpus().kind());
    BaselineTask task = new BaselineTask(kind, manifest, manifest.classes().size(), seed);
    Dataset<Row> train =
        FrameParquet.withoutWeightless(
            FrameParquet.read(spark, folder, manifest, Split.TRAIN.label()));
    Dataset<Row> asked = FrameParquet.read(spark, folder, manifest, split.label());
    List<Measured> measured = new ArrayList<>();
    for (Baseline baseline : Baselines.of(kind, chosen)) {
      measured.add(measure(baseline, task, train, asked));
    }
    return measured;
  }

  private static Measured measure(
      Baseline baseline, BaselineTask task, Dataset<Row> train, Dataset<Row> asked) {
    long start = System.nanoTime();
    AnswerScores scores = Baselines.scores(baseline.fit(train, task), asked, task.classes());
    return new Measured(
        baseline.key(),
        baseline.title(),
        scores.accuracy(),
        scores.macroF1(),
        scores.balancedAccuracy(),
        (System.nanoTime() - start) / NANOS);
  }

  private void refuseEmpty(Manifest manifest, Split needed, String remedy) {
    if (manifest.total(needed) == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: %s".formatted(needed.label(), folder, remedy));
    }
  }
}
