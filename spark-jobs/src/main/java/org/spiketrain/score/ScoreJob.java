package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.score.ScoreSettings.OutputFormat;

/**
 * Scores files of names, of sentences or of recorded events, as the model is: for names a text file
 * (a name a line), a CSV file (column {@code name}, or the only one), a Parquet file (column {@code
 * name}) or a folder of them; for sentences the same with a column {@code text}; for events an HDF5
 * file in the layout of the Spiking Speech Commands, compressed or not, whose labels are not looked
 * at, or a folder of them.
 *
 * <p>The output folder holds part files with the columns {@code file}, for names and sentences
 * {@code row} (the line of the file, from 1; in Parquet, which has no lines, the row) and {@code
 * name} or {@code text}, for events {@code recording} (its number in the file, from 0), then {@code
 * label_1}, {@code probability_1}, … {@code label_k}, {@code probability_k}; read in the order of
 * their names they keep the order of the input within each file. What cannot be scored is in {@code
 * _rejects} below it: CSV with the same first columns and {@code reason}.
 */
public record ScoreJob(SparkSession spark, ScoringModel model) {
  /** Marks a folder as the output of a scoring. */
  private static final String MARKER = "_scores.json";

  private static final String REJECTS = "_rejects";

  /** In the output, since the executors share no other location; gone before it appears. */
  private static final String UNPACKED = "_unpacked";

  /**
   * Scores all that the input holds.
   *
   * @param input file or folder on any Hadoop file system
   * @param output folder to make; it appears whole or not at all
   * @throws UserErrorException if the input is missing or empty or has nothing that can be scored,
   *     or if the output exists and may not be overwritten or holds anything but scores; then
   *     nothing is written
   */
  public ScoreSummary run(String input, String output, ScoreSettings settings) {
    long start = System.nanoTime();
    Configuration conf = spark.sessionState().newHadoopConf();
    List<InputFile> files = files(conf, input);
    checkOutput(conf, input, output);
    try (AtomicOutput out = AtomicOutput.directory(conf, new Path(output), settings.mode())) {
      Path unpacked = new Path(out.staging(), UNPACKED);
      Counts counts = write(open(input, files, settings, unpacked), out.staging(), settings);
      FileSystems.delete(conf, unpacked);
      String marker =
          String.format(
              Locale.ROOT, "{\"scored\": %d, \"rejected\": %d}\n", counts.scored, counts.rejected);
      OutputFiles.write(
          conf, out.staging(), Map.of(MARKER, marker.getBytes(StandardCharsets.UTF_8)));
      out.commit();
      return new ScoreSummary(
          model.terms(),
          counts.scored,
          counts.rejected,
          counts.cut,
          counts.withoutAny,
          out.target().toString(),
          new Path(out.target(), REJECTS).toString(),
          (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1));
    }
  }

  private List<InputFile> files(Configuration conf, String input) {
    return model
        .encoder()
        .lines()
        .map(lines -> InputFile.ofLines(conf, input, lines.column().content()))
        .orElseGet(() -> InputFile.ofRecordings(conf, input, recordings()));
  }

  private RecordingEncoder recordings() {
    return model.encoder().recordings().orElseThrow();
  }

  private ScoreInput open(
      String input, List<InputFile> files, ScoreSettings settings, Path unpacked) {
    return model.encoder().lines().isPresent()
        ? new TextInput(spark, model, input, files, settings.csv())
        : new RecordingInput(spark, recordings(), input, files, unpacked);
  }

  /**
   * Refuses an output that holds the input or lies in it, or is there and neither empty nor the
   * output of a scoring, before anything is read or written.
   */
  private static void checkOutput(Configuration conf, String input, String output) {
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

  private record Counts(long scored, long rejected, long cut, List<String> withoutAny) {}

  /** Everything is encoded and scored once; its scores stay on disk until they are written. */
  private Counts write(ScoreInput input, Path folder, ScoreSettings settings) {
    ScoreColumns columns = new ScoreColumns(Math.min(settings.top(), model.classes().size()));
    Broadcast<ScoringModel> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
    Dataset<Row> scores =
        spark
            .createDataFrame(input.score(shared, columns), columns.schema(input.place()))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Column reason = col(ScoreColumns.REASON);
      settings
          .format()
          .write(
              scores.filter(reason.isNull()).drop(ScoreColumns.REASON, ScoreColumns.CUT), folder);
      Dataset<Row> rejects = scores.filter(reason.isNotNull()).drop(columns.ofScored());
      Counts counts = counted(input, scores);
      if (counts.scored == 0) {
        throw input.nothingScored(counts.rejected, rejects);
      }
      if (counts.rejected > 0) {
        OutputFormat.CSV.write(
            rejects.repartition(1).sortWithinPartitions(ScoreColumns.FILE, input.position()),
            new Path(folder, REJECTS));
      }
      return counts;
    } finally {
      scores.unpersist();
      shared.destroy();
    }
  }

  private static Counts counted(ScoreInput input, Dataset<Row> scores) {
    long all = 0;
    long rejected = 0;
    long cut = 0;
    Set<String> files = new HashSet<>();
    List<Row> byFile =
        scores
            .groupBy(ScoreColumns.FILE)
            .agg(
                count(ScoreColumns.FILE),
                count(ScoreColumns.REASON),
                sum(col(ScoreColumns.CUT).cast(DataTypes.LongType)))
            .collectAsList();
    for (Row file : byFile) {
      files.add(file.getString(0));
      all += file.getLong(1);
      rejected += file.getLong(2);
      cut += file.getLong(3);
    }
    return new Counts(all - rejected, rejected, cut, input.withoutAny(files));
  }

  /**
   * Outcome of a scoring.
   *
   * @param rejected number of rows that could not be scored
   * @param cut number of things that were scored by their beginning alone
   * @param withoutAny input files in which there is nothing, each with what it has instead
   * @param rejects folder of the rejects; there is none if nothing was rejected
   * @param seconds wall-clock time
   */
  public record ScoreSummary(
      CorpusTerms terms,
      long scored,
      long rejected,
      long cut,
      List<String> withoutAny,
      String output,
      String rejects,
      double seconds) {}
}
