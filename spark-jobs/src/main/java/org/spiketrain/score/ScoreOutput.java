package org.spiketrain.score;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.Scoring.ScoreCounts;

/**
 * Keeps a scoring from replacing what is not an earlier scoring, and from mixing its output into
 * its input.
 */
final class ScoreOutput {
  /** Marks a folder as the output of a scoring. */
  private static final String MARKER = "_scores.json";

  private static final String REJECTS = "_rejects";

  private ScoreOutput() {}

  /**
   * Checks the output before anything is read or written.
   *
   * @throws UserErrorException if the output holds the input or lies in it, or is there and neither
   *     empty nor the output of a scoring
   */
  static void check(Configuration conf, String input, String output) {
    Path target = new Path(output);
    try {
      FileSystem fs = FileSystems.of(conf, target);
      Path in = FileSystems.of(conf, new Path(input)).makeQualified(new Path(input));
      Path out = fs.makeQualified(target);
      if (OutputGuard.holds(out, in) || OutputGuard.holds(in, out)) {
        throw new UserErrorException(
            "Output %s and input %s lie in each other: name another output"
                .formatted(output, input));
      }
      if (fs.exists(target) && !OutputGuard.replaceable(fs, target, MARKER)) {
        throw new UserErrorException(
            "Output %s exists already and was not written by score: name another output"
                .formatted(output));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot write to %s: %s. Name a folder that can be written to"
              .formatted(output, e.getMessage()),
          e);
    }
  }

  /** Marks a staging folder as the output of a scoring. */
  static void mark(Configuration conf, Path folder, ScoreCounts counts) {
    Path marker = new Path(folder, MARKER);
    String json =
        String.format(
            Locale.ROOT,
            "{\"scored\": %d, \"rejected\": %d}\n",
            counts.scored(),
            counts.rejected());
    try (OutputStream out = FileSystems.of(conf, folder).create(marker, false)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + marker, e);
    }
  }

  /** Returns where what could not be scored is listed, if there is any. */
  static Path rejects(Path folder) {
    return new Path(folder, REJECTS);
  }

  /** Writes what could not be scored, as one CSV file. */
  static void writeRejects(Dataset<Row> rejects, Path folder) {
    OutputFormat.CSV.write(rejects.coalesce(1), rejects(folder));
  }
}
