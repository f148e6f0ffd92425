package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings.OutputFormat;

class ScoreMetricsIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String NAME = "spiketrain.my_scores.scoring";

  /** The source of metrics that there was while something was scored. */
  private static final AtomicReference<Source> SEEN = new AtomicReference<>();

  @TempDir Path folder;

  /** Looks for the source from a task, which runs in this process. */
  private static ScoringModel model() {
    ScoringModel fake = FakeModel.model();
    return new ScoringModel(
        batch -> {
          SEEN.set(source());
          return FakeModel.model().classifier().probabilities(batch);
        },
        fake.classes(),
        fake.terms(),
        fake.encoder());
  }

  private static Source source() {
    var sources = SparkEnv.get().metricsSystem().getSourcesByName(NAME);
    return sources.isEmpty() ? null : sources.head();
  }

  private void score(String names) throws IOException {
    Path input = Files.writeString(folder.resolve("names.txt"), names);
    new ScoreJob(SPARK, model(), 7)
        .run(
            input.toString(),
            folder.resolve("My scores").toString(),
            new ScoreSettings(
                2,
                OutputFormat.PARQUET,
                new CsvDialect(CsvHeader.DETECT, ','),
                OutputMode.REFUSE_EXISTING));
  }

  @Test
  void rowsRejectsAndTheModelsVersionAreShownWhileItScores() throws IOException {
    score("Anna\n\u0007\nBert\n\nCarl\n");

    Map<String, Number> shown = new TreeMap<>();
    SEEN.get()
        .metricRegistry()
        .getGauges()
        .forEach((name, gauge) -> shown.put(name, (Number) ((Gauge<?>) gauge).getValue()));
    assertThat(shown)
        .containsEntry("model_version", 7L)
        .containsEntry("rows_scored", 3L)
        .containsKeys("rows_rejected", "rows_cut");
    assertThat(shown.get("rows_rejected").longValue()).isPositive();
    assertThat(source()).as("behind it").isNull();
  }

  @Test
  void aScoringThatFailsIsShownNoMoreEither() {
    assertThatThrownBy(() -> score("\u0007\n")).isInstanceOf(UserErrorException.class);
    assertThat(source()).isNull();
  }
}
