package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings.OutputFormat;

/** Goes on with a scoring, and stands still when so many waves are committed, to be killed. */
final class ScoringProcess {
  private ScoringProcess() {}

  /** Arguments: input, output, number of waves. */
  public static void main(String[] args) {
    Path done = Path.of(args[1]).resolveSibling(".scores.unfinished/done");
    ScoringModel fake = FakeModel.model();
    ScoringModel model =
        new ScoringModel(
            new Standing(fake.classifier(), done.toString(), Integer.parseInt(args[2])),
            fake.classes(),
            fake.terms(),
            fake.encoder());
    try (SparkSession spark = ForkedJvm.session("local[2]")) {
      new ScoreJob(spark, model, "digest", 0)
          .run(args[0], args[1], settings(), ScoreJob.Start.RESUME, ScoreListener.NONE);
    }
  }

  static ScoreSettings settings() {
    return new ScoreSettings(
        2,
        OutputFormat.PARQUET,
        new CsvDialect(CsvHeader.DETECT, ','),
        OutputMode.REFUSE_EXISTING);
  }

  private record Standing(FrameClassifier classifier, String done, int waves)
      implements FrameClassifier, Serializable {
    @Override
    public float[][] probabilities(List<SpikeFrames> batch) {
      while (committed() >= waves) {
        pause();
      }
      return classifier.probabilities(batch);
    }

    private long committed() {
      if (!Files.isDirectory(Path.of(done))) {
        return 0;
      }
      try (Stream<Path> files = Files.list(Path.of(done))) {
        return files.filter(file -> file.toString().endsWith("json")).count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void pause() {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
