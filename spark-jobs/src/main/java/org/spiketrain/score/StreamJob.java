package org.spiketrain.score;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.table.ReadingSession;
import org.spiketrain.metrics.RunMetrics;
import org.spiketrain.model.Causes;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.StreamState.Stream;

/**
 * Scores texts that arrive, micro-batch by micro-batch, each row once: into a folder that has a
 * folder {@code batch=N} of each, or into a table. Every row says which version of the model scored
 * it. The model may be another one from a micro-batch on; one that is repeated after the program
 * was killed has the version that it had.
 */
public record StreamJob(SparkSession spark, VersionedModels models, StreamListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);

  /** Before Spark's own, which would stop it in the midst of a micro-batch. */
  private static final int HOOK_PRIORITY = 1000;

  /** Whoever ends programs gives them half a minute, mostly. */
  private static final int PATIENCE_SECONDS = 20;

  /**
   * Scores until what is there is done, where the settings say so, or until it is stopped.
   *
   * @throws UserErrorException if the source cannot be read, there is no model, or the output or
   *     the checkpoint belongs to something else
   */
  public void run(StreamSettings settings) {
    Configuration conf = spark.sessionState().newHadoopConf();
    requireRejects(settings);
    Path checkpoint = FileSystems.qualified(conf, new Path(settings.checkpoint()));
    StreamState state = new StreamState(conf, checkpoint);
    try (OutputLease lease = OutputLease.take(spark, checkpoint);
        StreamModels shared = new StreamModels(spark, models, state);
        RunMetrics metrics = RunMetrics.open(name(settings), "scoring")) {
      ScoringModel first = shared.open();
      SparkSession session = ReadingSession.caseSensitive(spark);
      StreamSource source =
          new StreamSource(session, settings, TextInput.column(first, settings.scoring()));
      // Once: what executors write that come later is counted in each micro-batch.
      new ScoreWriter(session, settings.scoring(), settings.output()).checkStorage();
      Stream stream = begun(state, source);
      if (!settings.output().isBlank()) {
        Path output = FileSystems.qualified(conf, new Path(settings.output()));
        state.claim(output, stream);
        AtomicOutput.tidy(conf, output, name -> true);
      }
      ScoreProgress progress = new ScoreProgress();
      progress.show(metrics);
      metrics.show("model_version", shared::number);
      StreamBatches batches =
          new StreamBatches(session, settings, shared, stream.id(), listener, progress);
      Dataset<Row> rows = source.open(new StreamSource.Shape(stream.format(), stream.schema()));
      lease.whileHeld(
          () -> {
            run(rows, batches, checkpoint, settings);
            return lease;
          });
    }
  }

  private static void requireRejects(StreamSettings settings) {
    if (settings.output().isBlank() && settings.scoring().target().rejects().isBlank()) {
      throw new UserErrorException(
          "A table has no place for rows that cannot be scored, and sooner or later one comes: name a folder with scoring.target.rejects");
    }
  }

  private static String name(StreamSettings settings) {
    String to =
        settings.output().isBlank() ? settings.scoring().target().table() : settings.output();
    String path = to.replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Stream begun(StreamState state, StreamSource source) {
    Optional<Stream> begun = state.begun();
    if (begun.isPresent()) {
      return begun.get();
    }
    StreamSource.Shape shape = source.look();
    // Before the checkpoint says that it is one.
    source.open(shape);
    String id = UUID.randomUUID().toString().substring(0, 8);
    Stream stream = new Stream(id, shape.format(), shape.schema());
    state.begin(stream);
    return stream;
  }

  private static void run(
      Dataset<Row> rows, StreamBatches batches, Path checkpoint, StreamSettings settings) {
    Trigger trigger =
        settings
            .every()
            .map(every -> Trigger.ProcessingTime(every.toMillis(), TimeUnit.MILLISECONDS))
            .orElseGet(Trigger::AvailableNow);
    try {
      // As an option Spark 4 takes it by another method than 3.5.
      rows.sparkSession()
          .conf()
          .set("spark.sql.streaming.checkpointLocation", checkpoint.getParent().toString());
      StreamingQuery query =
          rows.writeStream()
              .foreachBatch(batches)
              .queryName(checkpoint.getName())
              .trigger(trigger)
              .start();
      Runnable stop = () -> stop(query, batches);
      ShutdownHookManager hooks = ShutdownHookManager.get();
      hooks.addShutdownHook(stop, HOOK_PRIORITY, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
      try {
        query.awaitTermination();
      } finally {
        if (!hooks.isShutdownInProgress()) {
          hooks.removeShutdownHook(stop);
        }
      }
    } catch (StreamingQueryException e) {
      throw failed(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the stream does not start", e);
    }
  }

  /** Ends it between two micro-batches, or after a while in the midst of one. */
  private static void stop(StreamingQuery query, StreamBatches batches) {
    try {
      boolean between = batches.working().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
      LOG.info(
          between
              ? "Stopping behind a micro-batch"
              : "Stopping in the midst of a micro-batch, which will be scored again");
      query.stop();
    } catch (InterruptedException | TimeoutException e) {
      LOG.debug("The stream does not stop", e);
    }
  }

  /** What a micro-batch failed by, rather than that it did. */
  private static RuntimeException failed(StreamingQueryException failure) {
    return Causes.of(failure)
        .first(UserErrorException.class::isInstance)
        .map(cause -> (RuntimeException) new UserErrorException(cause.getMessage(), failure))
        .orElseGet(() -> new IllegalStateException(failure.getMessage(), failure));
  }
}
