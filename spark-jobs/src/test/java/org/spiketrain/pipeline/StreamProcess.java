package org.spiketrain.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.score.CsvDialect;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreNames;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoringModel;
import org.spiketrain.score.Standing;
import org.spiketrain.score.StreamJob;
import org.spiketrain.score.StreamSettings;
import org.spiketrain.score.VersionedModels;

/** Scores a stream by the champion of a registry, and stands still in a micro-batch. */
final class StreamProcess {
  /** A micro-batch that is there. */
  static final String BATCH = "batch=\\d+";

  private static final String FILES_AT_ONCE = "2";

  private StreamProcess() {}

  /** Arguments: input, output, registry, number of micro-batches. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session("local[2]")) {
      RegistryModels registry = models(args[2]);
      VersionedModels models =
          new VersionedModels() {
            @Override
            public Version current() {
              return registry.current();
            }

            @Override
            public ScoringModel load(Version version) {
              return Standing.model(
                  registry.load(version), Path.of(args[1]), BATCH, Integer.parseInt(args[3]));
            }
          };
      new StreamJob(spark, models, batch -> System.out.println(batch))
          .run(settings(args[0], args[1], Optional.of(Duration.ofMillis(100))));
    }
  }

  static RegistryModels models(String registry) {
    return new RegistryModels(
        new Configuration(),
        new RegistrySettings(Optional.of(registry)),
        "models:/names@champion",
        AnswerRule.PLAIN);
  }

  static StreamSettings settings(String input, String output, Optional<Duration> every) {
    ScoreSettings scoring =
        new ScoreSettings(
            2,
            OutputFormat.PARQUET,
            new CsvDialect(CsvHeader.DETECT, ','),
            OutputMode.REFUSE_EXISTING,
            new TableSource("", "", Map.of("maxFilesPerTrigger", FILES_AT_ONCE), ""),
            "",
            ScoreNames.USUAL,
            ScoreTarget.NEW_FOLDER);
    return new StreamSettings(scoring, input, output, output + "-checkpoint", every);
  }
}
