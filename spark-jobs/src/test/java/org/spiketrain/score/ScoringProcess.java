package org.spiketrain.score;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings.OutputFormat;

/** Goes on with a scoring, and stands still when so many waves are committed. */
final class ScoringProcess {
  /** Says that a wave is committed. */
  static final String WAVE = "\\d.*\\.json";

  private ScoringProcess() {}

  /** Arguments: input, output, number of waves. */
  public static void main(String[] args) {
    Path done = Path.of(args[1]).resolveSibling(".scores.unfinished/done");
    ScoringModel model = Standing.model(FakeModel.model(), done, WAVE, Integer.parseInt(args[2]));
    try (SparkSession spark = ForkedJvm.session("local[2]")) {
      new ScoreJob(spark, model, "digest", 0)
          .run(args[0], args[1], settings(), ScoreJob.Start.RESUME, ScoreListener.NONE);
    }
  }

  static ScoreSettings settings() {
    return new ScoreSettings(
        2, OutputFormat.PARQUET, new CsvDialect(CsvHeader.DETECT, ','), OutputMode.REFUSE_EXISTING);
  }
}
