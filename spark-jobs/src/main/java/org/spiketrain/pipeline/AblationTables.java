package org.spiketrain.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;

/**
 * Tables, charts and page of an ablation, which grow while its trials run. Each file is replaced in
 * one step, so that it can be read meanwhile; some seconds after a trial, together with those that
 * have ended till then: drawing takes longer than the end of a small trial, and finished trials of
 * an earlier run come back all at once.
 */
final class AblationTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AblationTables.class);

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int LONGEST_END_SECONDS = 10;

  private final Configuration conf;
  private final OutputLayout layout;
  private final Renderer renderer;
  private final List<String> keys;
  private final Map<String, String> explanations;
  private final List<PlannedTrial> trials;
  private final Map<PlannedTrial, TrialResult> results = new LinkedHashMap<>();
  private final Duration pause;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(AblationTables::thread);

  /** Held from taking the results to having written them: no older ones replace newer ones. */
  private final Object writing = new Object();

  private boolean planned;
  private Optional<Throwable> failure = Optional.empty();

  AblationTables(
      Configuration conf,
      OutputLayout layout,
      Renderer renderer,
      List<String> keys,
      List<PlannedTrial> trials) {
    this(conf, layout, renderer, keys, trials, PAUSE);
  }

  AblationTables(
      Configuration conf,
      OutputLayout layout,
      Renderer renderer,
      List<String> keys,
      List<PlannedTrial> trials,
      Duration pause) {
    this.conf = conf;
    this.layout = layout;
    this.renderer = renderer;
    this.keys = keys;
    this.explanations = explanations(keys);
    this.trials = trials;
    this.pause = pause;
    // Whoever holds the lease of the folder is the only one who writes there.
    AtomicOutput.tidy(conf, layout.ablation(), name -> true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tables of the ablation");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes the result of a trial in place of the one before. Where the tables cannot be written,
   * they are after one of the next trials: what is in them is in the trials' folders.
   *
   * @throws UserErrorException if that failed since somebody else writes into the folder
   */
  synchronized void put(PlannedTrial trial, TrialResult result) {
    failure.ifPresent(this::requireOwn);
    results.put(trial, result);
    if (!planned) {
      planned = true;
      Future<?> unused =
          writer.schedule(this::writeMeanwhile, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void writeMeanwhile() {
    try {
      write();
    } catch (Throwable e) { // Of a picture too: the trials do not need it.
      LOG.warn(
          "The tables in {} cannot be written, and are tried again after the next trial: {}",
          folder(),
          reason(e));
      LOG.debug("They cannot be written", e);
      failed(Optional.of(e));
    }
  }

  private synchronized void failed(Optional<Throwable> by) {
    failure = by;
  }

  synchronized TrialResult of(PlannedTrial trial) {
    return results.get(trial);
  }

  /**
   * Writes all that has come, and returns it.
   *
   * @throws UserErrorException if it cannot be written, saying how it will be
   */
  Ablation finish() {
    try {
      return write();
    } catch (Throwable e) {
      requireOwn(e);
      throw new UserErrorException(
          "The trials are over, but their tables cannot be written to %s: %s. Mend that, and run the same command again with --resume: it writes them and repeats no trial that is done"
              .formatted(folder(), reason(e)),
          e);
    }
  }

  /** Lets go on what is not of the tables alone. */
  private void requireOwn(Throwable e) {
    FatalErrors.rethrow(e);
    OutputLease.requireKept(conf, layout.ablation());
  }

  private String folder() {
    return Messages.plain(layout.ablation().toString());
  }

  /** What stands in the way, without the advice to write elsewhere. */
  private static String reason(Throwable e) {
    return e instanceof UserErrorException && e.getCause() instanceof IOException cause
        ? Messages.shown(String.valueOf(cause.getMessage()))
        : Messages.of(e);
  }

  private Ablation write() {
    synchronized (writing) {
      Ablation ablation = soFar();
      Map<String, byte[]> files = new LinkedHashMap<>(ablation.files());
      files.putAll(renderer.ablation(ablation));
      AtomicOutput.replaceFiles(conf, layout.ablation(), files);
      failed(Optional.empty());
      return ablation;
    }
  }

  private synchronized Ablation soFar() {
    planned = false;
    return new Ablation(
        title(),
        keys,
        explanations,
        trials.stream().filter(results::containsKey).map(results::get).toList());
  }

  private static Map<String, String> explanations(List<String> keys) {
    Map<String, String> known = new LinkedHashMap<>();
    keys.forEach(key -> ExperimentConfig.explanation(key).ifPresent(text -> known.put(key, text)));
    return known;
  }

  private String title() {
    String all = Wording.counted(trials.size(), "trial");
    return "%s: %s"
        .formatted(
            Messages.plain(layout.root().toString()),
            results.size() < trials.size() ? "%d of %s".formatted(results.size(), all) : all);
  }

  /** Writes nothing any more. */
  @Override
  public void close() {
    writer.shutdownNow();
    try {
      if (!writer.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The file system of {} does not answer", folder());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
