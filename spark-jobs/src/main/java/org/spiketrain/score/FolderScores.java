package org.spiketrain.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.NumberedParts;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.ReadingSession;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.score.ScorePlan.Identity;
import org.spiketrain.score.ScoreSettings.OutputFormat;

/**
 * Scores into a folder of their own, which appears when it is whole. Pieces of the input are scored
 * in waves, each of which is committed when all of it is written; a run that was killed is gone on
 * with behind the last one.
 */
final class FolderScores {
  private static final Logger LOG = LoggerFactory.getLogger(FolderScores.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Marks a folder as the output of a scoring. */
  static final String MARKER = "_scores.json";

  /** What is lost when a program is killed, about; a wave's last task keeps others waiting. */
  private static final double WAVE_SECONDS = 30;

  private static final int LOOK_MILLIS = 1000;

  /** Nobody goes on with what is scored in a moment. */
  private static final long SMALL_BYTES = 1 << 20;

  private final SparkSession spark;
  private final ScoringModel model;
  private final Configuration conf;
  private final Path target;
  private final ScoreSettings settings;
  private final ScoreListener listener;
  private final ScoreProgress progress;

  FolderScores(
      SparkSession spark,
      ScoringModel model,
      Path target,
      ScoreSettings settings,
      ScoreListener listener,
      ScoreProgress progress) {
    this.spark = spark;
    this.model = model;
    this.conf = spark.sessionState().newHadoopConf();
    this.target = target;
    this.settings = settings;
    this.listener = listener;
    this.progress = progress;
  }

  /** Opens an input as it was cut, or is to be cut. */
  @FunctionalInterface
  interface Opener {
    /**
     * @param unpacked folder for what has to be unpacked
     * @param lines what was found in files of lines before
     */
    ScoreInput open(Path unpacked, ScoreSplit split, Optional<LineTexts> lines);
  }

  /**
   * What was scored.
   *
   * @param withoutAny files in which there is nothing, each with what it has instead
   */
  record Outcome(ScoreCounts counts, List<String> withoutAny) {}

  /**
   * Scores all, or what is left of it.
   *
   * @param resume whether to go on with what a run before this one has begun
   * @throws UserErrorException if that was another scoring, or if there is one and nobody said what
   *     becomes of it
   */
  Outcome run(Identity identity, boolean resume, Opener opener) {
    if (resume) {
      Optional<Outcome> finished = finished(identity);
      if (finished.isPresent()) {
        LOG.info("{} is complete already", target);
        return finished.get();
      }
    }
    if (resume && UnfinishedScores.isMoving(conf, target)) {
      return moved(identity);
    }
    AtomicOutput.prepare(conf, target, settings.mode());
    try (UnfinishedScores unfinished = UnfinishedScores.open(spark, target)) {
      Optional<ScorePlan> begun = begun(unfinished, identity, resume);
      SparkSession session = ReadingSession.caseSensitive(spark);
      boolean piecewise = NumberedParts.use(session) && !identity.input().isEmpty();
      ScoreSplit split = begun.map(ScorePlan::split).orElseGet(() -> ScoreSplit.of(spark));
      new ScoreWriter(spark, settings, unfinished.scores().toString()).checkStorage();
      ScoreInput input = opener.open(unfinished.unpacked(), split, begun.map(ScorePlan::lines));
      try (SharedModel shared = SharedModel.of(spark, model)) {
        ScorePass pass = new ScorePass(session, input, shared, settings);
        ScorePlan plan = begun.orElseGet(() -> plan(identity, split, input, pass.pieces()));
        if (begun.isEmpty()) {
          unfinished.begin(plan);
        }
        double before = ScoreCounts.sum(unfinished.counted()).seconds();
        Waves waves = new Waves(unfinished, plan, input, pass, piecewise);
        ScoreCounts counts = waves.run();
        waves.check(counts, begun.isPresent());
        counts = counts.within(before + progress.seconds());
        mark(unfinished, plan, counts, input.withoutAny(counts.files()));
        unfinished.finish(target, settings.mode());
        return new Outcome(counts, input.withoutAny(counts.files()));
      }
    }
  }

  /** Goes on with making scores the target that are whole. */
  private Outcome moved(Identity identity) {
    try (UnfinishedScores unfinished = UnfinishedScores.open(spark, target)) {
      requireSame(unfinished.begun().orElseThrow(), identity);
      LOG.info("All is scored; the files are moved to {}", target);
      unfinished.finish(target, settings.mode());
      return finished(identity)
          .orElseThrow(
              () ->
                  new UserErrorException(
                      "%s was taken away from where it was scored: delete %s, and begin anew"
                          .formatted(MARKER, target)));
    }
  }

  private static ScorePlan plan(Identity identity, ScoreSplit split, ScoreInput input, int pieces) {
    LineTexts lines = input.lines().orElseGet(() -> new LineTexts(List.of(), 1));
    return new ScorePlan(UUID.randomUUID().toString(), identity, split, lines, pieces);
  }

  /** The plan to go on with, if there is one; what is not gone on with is cleared away. */
  private Optional<ScorePlan> begun(
      UnfinishedScores unfinished, Identity identity, boolean resume) {
    Optional<ScorePlan> begun = unfinished.begun();
    if (begun.isEmpty()) {
      return begun;
    }
    ScorePlan plan = begun.get();
    int end = ScoreCounts.sum(unfinished.counted()).end();
    boolean goesOn = resume || unfinished.isOfSecondAttempt();
    if (goesOn && plan.isResumable()) {
      requireSame(plan, identity);
      unfinished.sweep(plan, end, folders(unfinished));
      LOG.info("Going on behind {} of {} pieces", end, plan.pieces());
      return begun;
    }
    if (!goesOn && end > 0 && settings.mode() == OutputMode.REFUSE_EXISTING) {
      throw new UserErrorException(
          "There is an unfinished scoring of %s, %d %% of it done: go on with it with --resume, or begin anew with --overwrite"
              .formatted(target, 100L * end / Math.max(1, plan.pieces())));
    }
    unfinished.discard(plan, folders(unfinished));
    return Optional.empty();
  }

  private void requireSame(ScorePlan plan, Identity now) {
    List<String> differences = plan.identity().differences(now);
    if (!differences.isEmpty()) {
      int more = differences.size() - 3;
      throw new UserErrorException(
          "The unfinished scoring of %s is another one: %s%s. Put that back and go on with --resume, or begin anew with --overwrite and without --resume"
              .formatted(
                  target,
                  String.join("; ", differences.subList(0, Math.min(3, differences.size()))),
                  more > 0 ? "; and " + more + " more" : ""));
    }
  }

  private List<Path> folders(UnfinishedScores unfinished) {
    ScoreWriter writer = new ScoreWriter(spark, settings, unfinished.scores().toString());
    return List.of(unfinished.scores(), new Path(writer.rejectsFolder()));
  }

  /** Scores some of the pieces after the other. */
  private final class Waves {
    private final UnfinishedScores unfinished;
    private final ScorePlan plan;
    private final ScoreInput input;
    private final ScorePass pass;
    private final boolean piecewise;
    private final ScoreWriter writer;

    Waves(
        UnfinishedScores unfinished,
        ScorePlan plan,
        ScoreInput input,
        ScorePass pass,
        boolean piecewise) {
      this.unfinished = unfinished;
      this.plan = plan;
      this.input = input;
      this.pass = pass;
      this.piecewise = piecewise;
      this.writer = new ScoreWriter(spark, settings, unfinished.scores().toString());
      writer.check(pass.columns().outputNames());
    }

    ScoreCounts run() {
      if (pass.pieces() != plan.pieces()) {
        throw new UserErrorException(
            "%s was cut into %d pieces and is now cut into %d: begin anew with --overwrite and without --resume"
                .formatted(target, plan.pieces(), pass.pieces()));
      }
      progress.done(ScoreCounts.sum(unfinished.counted()));
      try (Watch watch =
          new Watch(() -> listener.scored(progress.rows(), total(progress.done())), LOOK_MILLIS)) {
        int pieces = first();
        while (progress.done().end() < plan.pieces()) {
          int first = progress.done().end();
          ScoreCounts wave = wave(first, Math.min(pieces, plan.pieces() - first));
          unfinished.commit(wave);
          progress.done(progress.done().and(wave));
          pieces = next(wave);
        }
      }
      ScoreCounts done = progress.done();
      if (done.scored() == 0) {
        unfinished.abandon();
        throw input.nothingScored(done.rejected(), rejects(done));
      }
      return done;
    }

    private ScoreCounts wave(int first, int pieces) {
      ScoreWriter numbered =
          piecewise ? writer.naming(NumberedParts.options(first, plan.id())) : writer;
      return pass.write(first, pieces, numbered, progress);
    }

    /** One for each processor: soon something is kept, and it is known how long a wave takes. */
    private int first() {
      long bytes = plan.identity().input().stream().mapToLong(ScorePlan.Stamp::length).sum();
      return piecewise && bytes > SMALL_BYTES ? plan.split().processors() : plan.pieces();
    }

    /** As many as take the time of a wave, and leave no processor without work. */
    private int next(ScoreCounts before) {
      int processors = ClusterProcessors.count(spark.sparkContext());
      double pieces = WAVE_SECONDS * before.pieces() / Math.max(0.1, before.seconds());
      return (int) Math.max(1, Math.round(pieces / processors)) * processors;
    }

    private long total(ScoreCounts done) {
      OptionalLong rows = input.rows();
      return rows.isPresent()
          ? rows.getAsLong()
          : done.pieces() == 0 ? -1 : done.rows() * plan.pieces() / done.pieces();
    }

    private org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rejects(ScoreCounts done) {
      return done.rejected() == 0
          ? spark.emptyDataFrame()
          : OutputFormat.CSV.reader(spark).load(writer.rejectsFolder());
    }

    void check(ScoreCounts counts, boolean resumed) {
      boolean several = resumed || unfinished.counted().size() > 1;
      writer.checkWritten(counts, several);
      if (several) {
        new SpotCheck(ReadingSession.caseSensitive(spark), model, settings, plan.id())
            .check(parts(), input);
      }
    }

    private List<Path> parts() {
      try {
        return unfinished.parts(unfinished.scores()).stream()
            .filter(part -> !part.toString().contains("/_"))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void mark(
      UnfinishedScores unfinished, ScorePlan plan, ScoreCounts counts, List<String> withoutAny) {
    Map<String, Object> marker = figures(counts);
    marker.put("without-any", withoutAny);
    marker.put("plan", plan.identity().digest());
    // One that was killed just behind this had written it.
    FileSystems.delete(conf, new Path(unfinished.scores(), MARKER));
    OutputFiles.write(conf, unfinished.scores(), Map.of(MARKER, json(marker)));
  }

  /** The marker of a folder that is scored in one go. */
  static byte[] marker(ScoreCounts counts) {
    return json(figures(counts));
  }

  private static Map<String, Object> figures(ScoreCounts counts) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("scored", counts.scored());
    figures.put("rejected", counts.rejected());
    figures.put("cut", counts.cut());
    figures.put("checksum", String.format(Locale.ROOT, "%016x", counts.checksum()));
    figures.put("pieces", counts.pieces());
    figures.put("seconds", Math.round(counts.seconds() * 10) / 10.0);
    return figures;
  }

  private static byte[] json(Map<String, Object> marker) {
    try {
      return JSON.writeValueAsBytes(marker);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names", e);
    }
  }

  /** What the target has, if it is what this scoring would give. */
  private Optional<Outcome> finished(Identity identity) {
    try {
      FileSystem fs = FileSystems.of(conf, target);
      Path file = new Path(target, MARKER);
      if (!fs.exists(file)) {
        return Optional.empty();
      }
      JsonNode marker = JSON.readTree(FileSystems.readWhole(fs, file));
      if (!marker.path("plan").asText().equals(identity.digest()) || !isKnown(identity)) {
        return Optional.empty();
      }
      ScoreCounts counts =
          new ScoreCounts(
              0,
              marker.path("pieces").asInt(),
              marker.path("scored").asLong(),
              marker.path("rejected").asLong(),
              marker.path("cut").asLong(),
              Long.parseUnsignedLong(marker.path("checksum").asText("0"), 16),
              marker.path("seconds").asDouble(),
              java.util.Set.of());
      List<String> withoutAny =
          JSON.convertValue(
              marker.path("without-any"),
              JSON.getTypeFactory().constructCollectionType(List.class, String.class));
      return Optional.of(new Outcome(counts, withoutAny));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("No scores of before in {}", target, e);
      return Optional.empty();
    }
  }

  private static boolean isKnown(Identity identity) {
    return !identity.input().isEmpty();
  }
}
