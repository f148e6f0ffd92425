package org.spiketrain.score;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.table.ReadingSession;
import org.spiketrain.metrics.RunMetrics;
import org.spiketrain.model.UserErrorException;
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
 * @param digest SHA-256 of the model's file, by which a later run knows that it is the same one;
 *     blank where there is no file
 * @param version that of the model, which metrics show; 0 if it has none
 */
public record ScoreJob(SparkSession spark, ScoringModel model, String digest, long version) {
  /** In the output, since the executors share no other location; gone before it appears. */
  private static final String UNPACKED = "_unpacked";

  /** What becomes of a scoring of the same output that was cut off. */
  public enum Start {
    /** It is told about, or begun anew where the output may be replaced. */
    ANEW,
    /** It is gone on with; where there is none, or it is complete, that is no error. */
    RESUME
  }

  /** Scores by a model that has no version and of which nobody knows the file. */
  public ScoreJob(SparkSession spark, ScoringModel model) {
    this(spark, model, 0);
  }

  /** Scores by a model of which nobody knows the file. */
  public ScoreJob(SparkSession spark, ScoringModel model, long version) {
    this(spark, model, "", version);
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
    return run(input, output, settings, Start.ANEW, ScoreListener.NONE);
  }

  /** Scores all that the input holds, or what an earlier run has left of it. */
  public ScoreSummary run(
      String input, String output, ScoreSettings settings, Start start, ScoreListener listener) {
    try (RunMetrics metrics = RunMetrics.open(name(input, output, settings.target()), "scoring")) {
      metrics.show("model_version", () -> version);
      ScoreProgress progress = new ScoreProgress();
      progress.show(metrics);
      return run(input, output, settings, start, listener, progress);
    }
  }

  /**
   * Refuses a file or folder of inputs that is not there.
   *
   * @throws UserErrorException if it is not; with a cause, if nothing can be said of it
   */
  public static void requireInput(Configuration conf, Path input) {
    InputFile.requireThere(conf, input);
  }

  /** By which metrics tell this scoring from others of the application. */
  private static String name(String input, String output, ScoreTarget target) {
    String to = output.isBlank() ? target.table() : output;
    String path = (to.isBlank() ? input : to).replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private ScoreSummary run(
      String input,
      String output,
      ScoreSettings settings,
      Start start,
      ScoreListener listener,
      ScoreProgress progress) {
    Configuration conf = spark.sessionState().newHadoopConf();
    List<InputFile> files = settings.source().isNamed() ? List.of() : files(conf, input);
    checkApart(conf, input, output);
    if (!settings.target().isFolderOfItsOwn()) {
      return add(input, output, files, settings, progress);
    }
    if (start == Start.ANEW || !UnfinishedScores.isMoving(conf, new Path(output))) {
      checkReplaceable(conf, output);
    }
    FolderScores scores =
        new FolderScores(spark, model, new Path(output), settings, listener, progress);
    FolderScores.Outcome outcome =
        scores.run(
            ScorePlan.Identity.of(
                files,
                digest,
                settings,
                files.isEmpty() ? input : FileSystems.qualified(conf, new Path(input)).toString()),
            start == Start.RESUME,
            (unpacked, split, lines) -> open(input, files, settings, unpacked, split, lines));
    String to = FileSystems.qualified(conf, new Path(output)).toString();
    String rejects = new ScoreWriter(spark, settings, to).rejectsFolder();
    return summary(outcome.counts(), outcome.withoutAny(), to, rejects, outcome.counts().seconds());
  }

  /** Adds scores to a folder or table, in one go. */
  private ScoreSummary add(
      String input,
      String output,
      List<InputFile> files,
      ScoreSettings settings,
      ScoreProgress progress) {
    ScoreWriter writer = new ScoreWriter(spark, settings, output);
    writer.checkStorage();
    Optional<Path> unpacked =
        areUnpacked(files)
            ? Optional.of(new Path(scratch(output, settings.target()), UNPACKED))
            : Optional.empty();
    try {
      ScoreInput opened =
          open(
              input,
              files,
              settings,
              unpacked.orElse(null),
              ScoreSplit.of(spark),
              Optional.empty());
      SparkSession session = ReadingSession.caseSensitive(spark);
      try (SharedModel shared = SharedModel.of(spark, model)) {
        ScorePass pass = new ScorePass(session, opened, shared, settings);
        writer.check(pass.columns().outputNames());
        AddedRows added = new AddedRows(writer);
        ScoreCounts counts = pass.writeWhenCounted(writer, progress);
        added.check(counts.scored());
        String table = settings.target().table();
        String to = table.isBlank() ? writer.folder() : "table " + table;
        return summary(
            counts,
            opened.withoutAny(counts.files()),
            to,
            writer.rejectsFolder(),
            progress.seconds());
      }
    } finally {
      unpacked.ifPresent(path -> FileSystems.delete(spark.sessionState().newHadoopConf(), path));
    }
  }

  /** A folder that all executors reach, for recordings that have to be unpacked. */
  private static String scratch(String output, ScoreTarget target) {
    String folder = output.isBlank() ? target.rejects() : output;
    if (folder.isBlank()) {
      throw new UserErrorException(
          "Recordings are unpacked before they are scored, and a table has no place for that: name"
              + " a folder with scoring.target.rejects");
    }
    return folder;
  }

  private ScoreSummary summary(
      ScoreCounts counts, List<String> withoutAny, String output, String rejects, double seconds) {
    return new ScoreSummary(
        model.terms(),
        counts.scored(),
        counts.rejected(),
        counts.cut(),
        withoutAny,
        output,
        rejects,
        seconds);
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
      String input,
      List<InputFile> files,
      ScoreSettings settings,
      Path unpacked,
      ScoreSplit split,
      Optional<LineTexts> lines) {
    if (model.encoder().lines().isPresent()) {
      return new TextInput(spark, model, input, files, settings, split, lines);
    }
    return areUnpacked(files)
        ? new RecordingInput(spark, recordings(), input, files, unpacked, split)
        : new RecordingTables(spark, recordings(), input, files, settings, split);
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
      if (fs.exists(target) && !OutputGuard.replaceable(fs, target, FolderScores.MARKER)) {
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

  /**
   * Outcome of a scoring.
   *
   * @param rejected number of rows that could not be scored
   * @param cut number of things that were scored by their beginning alone
   * @param withoutAny input files in which there is nothing, each with what it has instead
   * @param rejects folder of the rejects; there is none if nothing was rejected
   * @param seconds what this run took until all was written, and of runs before it the scoring
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
