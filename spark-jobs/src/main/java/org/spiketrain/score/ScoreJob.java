package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.table.ReadingSession;
import org.spiketrain.metrics.RunMetrics;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.score.InputFile.InputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;

/**
 * Scores files of names, of sentences or of recorded events, as the model is: for names a text file
 * (a name a line), a CSV file (column {@code name}, or the only one), a Parquet file (column {@code
 * name}) or a folder of them; for sentences the same with a column {@code text}; for events an HDF5
 * file in the layout of the Spiking Speech Commands, compressed or not, whose labels are not looked
 * at, or a folder of them, or tables with an array of times and one of channels a row.
 *
 * <p>The output folder holds part files with the columns {@code file}, for names and sentences
 * {@code row} (the line of the file, from 1; in Parquet, which has no lines, the row) and {@code
 * name} or {@code text}, for events {@code recording} (its number in the file, from 0), then {@code
 * label_1}, {@code probability_1}, … {@code label_k}, {@code probability_k}; read in the order of
 * their names they keep the order of the input within each file. What cannot be scored is in {@code
 * _rejects} below it: CSV with the same first columns and {@code reason}.
 *
 * @param version that of the model, which metrics show; 0 if it has none
 */
public record ScoreJob(SparkSession spark, ScoringModel model, long version) {
  /** Marks a folder as the output of a scoring. */
  private static final String MARKER = "_scores.json";

  /** In the output, since the executors share no other location; gone before it appears. */
  private static final String UNPACKED = "_unpacked";

  /** Scores by a model that has no version. */
  public ScoreJob(SparkSession spark, ScoringModel model) {
    this(spark, model, 0);
  }

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
    try (RunMetrics metrics = RunMetrics.open(name(input, output, settings.target()), "scoring")) {
      metrics.show("model_version", () -> version);
      return run(input, output, settings, metrics);
    }
  }

  /** By which metrics tell this scoring from others of the application. */
  private static String name(String input, String output, ScoreTarget target) {
    String to = output.isBlank() ? target.table() : output;
    String path = (to.isBlank() ? input : to).replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private ScoreSummary run(
      String input, String output, ScoreSettings settings, RunMetrics metrics) {
    long start = System.nanoTime();
    Configuration conf = spark.sessionState().newHadoopConf();
    List<InputFile> files = settings.source().isNamed() ? List.of() : files(conf, input);
    ScoreTarget target = settings.target();
    if (!target.isFolderOfItsOwn()) {
      checkApart(conf, input, output);
      ScoreWriter writer = new ScoreWriter(spark, settings, output);
      writer.checkStorage();
      if (!areUnpacked(files)) {
        return added(write(open(input, files, settings, null), writer, metrics), writer, start);
      }
      Path unpacked = new Path(scratch(output, target), UNPACKED);
      try {
        Counts counts = write(open(input, files, settings, unpacked), writer, metrics);
        return added(counts, writer, start);
      } finally {
        FileSystems.delete(conf, unpacked);
      }
    }
    checkApart(conf, input, output);
    checkReplaceable(conf, output);
    try (AtomicOutput out = AtomicOutput.directory(conf, new Path(output), settings.mode())) {
      Path unpacked = new Path(out.staging(), UNPACKED);
      ScoreWriter writer = new ScoreWriter(spark, settings, out.staging().toString());
      writer.checkStorage();
      Counts counts = write(open(input, files, settings, unpacked), writer, metrics);
      writer.checkWritten(counts.scored);
      FileSystems.delete(conf, unpacked);
      String marker =
          String.format(
              Locale.ROOT, "{\"scored\": %d, \"rejected\": %d}\n", counts.scored, counts.rejected);
      OutputFiles.write(
          conf, out.staging(), Map.of(MARKER, marker.getBytes(StandardCharsets.UTF_8)));
      out.commit();
      String to = out.target().toString();
      return summary(counts, to, new ScoreWriter(spark, settings, to).rejectsFolder(), start);
    }
  }

  /** A folder that all executors reach, for recordings that have to be unpacked. */
  private static String scratch(String output, ScoreTarget target) {
    String folder = output.isBlank() ? target.rejects() : output;
    if (folder.isBlank()) {
      throw new UserErrorException(
          "Recordings are unpacked before they are scored, and a table has no place for that: name a folder with scoring.target.rejects");
    }
    return folder;
  }

  private ScoreSummary added(Counts counts, ScoreWriter writer, long start) {
    String table = writer.settings().target().table();
    String to = table.isBlank() ? writer.folder() : "table " + table;
    return summary(counts, to, writer.rejectsFolder(), start);
  }

  private ScoreSummary summary(Counts counts, String output, String rejects, long start) {
    return new ScoreSummary(
        model.terms(),
        counts.scored,
        counts.rejected,
        counts.cut,
        counts.withoutAny,
        output,
        rejects,
        (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1));
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
    if (model.encoder().lines().isPresent()) {
      return new TextInput(spark, model, input, files, settings);
    }
    return areUnpacked(files)
        ? new RecordingInput(spark, recordings(), input, files, unpacked)
        : new RecordingTables(spark, recordings(), input, files, settings);
  }

  /** Whether these are recordings in files of their own format. */
  private boolean areUnpacked(List<InputFile> files) {
    return model.encoder().lines().isEmpty()
        && files.stream().anyMatch(file -> !InputFormat.TABLES.contains(file.format()));
  }

  /** Refuses an output that holds the input or lies in it, before anything is read or written. */
  private static void checkApart(Configuration conf, String input, String output) {
    if (input.isBlank() || output.isBlank()) {
      return;
    }
    try {
      Path in = FileSystems.of(conf, new Path(input)).makeQualified(new Path(input));
      Path out = FileSystems.of(conf, new Path(output)).makeQualified(new Path(output));
      if (OutputGuard.holds(out, in) || OutputGuard.holds(in, out)) {
        throw new UserErrorException(
            "Output %s and input %s lie in each other: name another output"
                .formatted(output, input));
      }
    } catch (IOException e) {
      throw unwritable(output, e);
    }
  }

  /** Refuses an output that is there and neither empty nor that of a scoring. */
  private static void checkReplaceable(Configuration conf, String output) {
    Path target = new Path(output);
    try {
      FileSystem fs = FileSystems.of(conf, target);
      if (fs.exists(target) && !OutputGuard.replaceable(fs, target, MARKER)) {
        throw new UserErrorException(
            "Output %s exists already and was not written by score: name another output"
                .formatted(output));
      }
    } catch (IOException e) {
      throw unwritable(output, e);
    }
  }

  private static UserErrorException unwritable(String output, IOException e) {
    return new UserErrorException(
        "Cannot write to %s: %s. Name a folder that can be written to"
            .formatted(output, e.getMessage()),
        e);
  }

  private record Counts(long scored, long rejected, long cut, List<String> withoutAny) {}

  private Counts write(ScoreInput input, ScoreWriter writer, RunMetrics metrics) {
    ScoreSettings settings = writer.settings();
    ScoreColumns columns =
        new ScoreColumns(
            Math.min(settings.top(), model.classes().size()),
            input.position().map(settings.names()::withRow).orElse(settings.names()),
            input.columns(),
            input.hasFiles());
    writer.check(columns.outputNames());
    Broadcast<Answering> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new Answering(model));
    try {
      SparkSession session = ReadingSession.caseSensitive(spark);
      Tallied rows = Tallied.of(session, input.score(shared, columns), columns);
      ScoreTally tally = rows.tally;
      metrics.show("rows_scored", () -> tally.all() - tally.rejected());
      metrics.show("rows_rejected", tally::rejected);
      metrics.show("rows_cut", tally::cut);
      Optional<Tallied> rejects =
          input.rejected(shared, columns).map(some -> Tallied.of(session, some, columns));
      return settings.target().isFolderOfItsOwn() && rejects.isPresent()
          ? writtenAtOnce(input, rows, rejects.get(), columns, writer)
          : writtenWhenCounted(input, rows, columns, writer);
    } finally {
      shared.destroy();
    }
  }

  /** Rows, and the count of those that have been computed. */
  private record Tallied(Dataset<Row> rows, ScoreTally tally) {
    static Tallied of(SparkSession session, JavaRDD<Row> rows, ScoreColumns columns) {
      ScoreTally tally = ScoreTally.registered(session.sparkContext());
      return new Tallied(session.createDataFrame(tally.counted(rows), columns.schema()), tally);
    }
  }

  /**
   * Scores are written as they are computed. Where it turns out that there are none, the folder
   * never appears.
   */
  private static Counts writtenAtOnce(
      ScoreInput input, Tallied rows, Tallied rejects, ScoreColumns columns, ScoreWriter writer) {
    writer.scores(columns.scored(rows.rows));
    Counts counts = counted(input, rows.tally, rejects.rows);
    if (counts.rejected > 0) {
      writer.rejects(columns.rejected(rejects.rows), counts.rejected);
      // They were looked for once more.
      if (rejects.tally.all() != counts.rejected) {
        throw new UserErrorException(
            "The input gave other rows when it was read again (%d that cannot be scored, then %d): score it when nobody changes it, or a copy of it"
                .formatted(counts.rejected, rejects.tally.all()));
      }
    }
    return counts;
  }

  /** The scores stay on disk until it is known that they are to be written. */
  private static Counts writtenWhenCounted(
      ScoreInput input, Tallied scored, ScoreColumns columns, ScoreWriter writer) {
    Dataset<Row> rows = scored.rows;
    // What is kept for a moment is not worth the search for its shortest form.
    rows.sparkSession().conf().set("spark.sql.inMemoryColumnarStorage.compressed", false);
    rows.persist(StorageLevel.DISK_ONLY());
    try {
      rows.count();
      Dataset<Row> rejects = rows.filter(col(ScoreColumns.REASON).isNotNull());
      Counts counts = counted(input, scored.tally, rejects);
      if (counts.rejected > 0) {
        writer.rejects(columns.rejected(rejects), counts.rejected);
      }
      writer.scores(columns.scored(rows));
      return counts;
    } finally {
      rows.unpersist();
    }
  }

  private static Counts counted(ScoreInput input, ScoreTally tally, Dataset<Row> rejects) {
    if (tally.all() == tally.rejected()) {
      throw input.nothingScored(tally.rejected(), rejects);
    }
    return new Counts(
        tally.all() - tally.rejected(),
        tally.rejected(),
        tally.cut(),
        input.withoutAny(tally.files()));
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
