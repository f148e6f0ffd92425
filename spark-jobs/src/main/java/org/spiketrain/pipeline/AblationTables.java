package org.spiketrain.pipeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * one step, so that it can be read meanwhile; not more often than every few seconds, since drawing
 * takes longer than the end of a small trial.
 */
final class AblationTables {
  private static final Logger LOG = LoggerFactory.getLogger(AblationTables.class);

  private static final long PAUSE_NANOS = 3_000_000_000L;

  private final Configuration conf;
  private final OutputLayout layout;
  private final Renderer renderer;
  private final List<String> keys;
  private final List<PlannedTrial> trials;
  private final Map<PlannedTrial, TrialResult> results = new LinkedHashMap<>();
  private long writtenAt = System.nanoTime() - PAUSE_NANOS;

  AblationTables(
      Configuration conf,
      OutputLayout layout,
      Renderer renderer,
      List<String> keys,
      List<PlannedTrial> trials) {
    this.conf = conf;
    this.layout = layout;
    this.renderer = renderer;
    this.keys = keys;
    this.trials = trials;
    // Whoever holds the lease of the folder is the only one who writes there.
    AtomicOutput.tidy(conf, layout.ablation(), name -> true);
  }

  /**
   * Takes the result of a trial in place of the one before. Where the tables cannot be written,
   * they are after one of the next trials: what is in them is in the trials' folders.
   *
   * @throws UserErrorException if somebody else writes into the folder meanwhile
   */
  synchronized void put(PlannedTrial trial, TrialResult result) {
    results.put(trial, result);
    if (System.nanoTime() - writtenAt < PAUSE_NANOS) {
      return;
    }
    try {
      write();
    } catch (Throwable e) { // Of a picture too: the trials do not need it.
      requireOwn(e);
      LOG.warn(
          "The tables in {} cannot be written, and are tried again after the next trial: {}",
          folder(),
          reason(e));
      LOG.debug("They cannot be written", e);
    }
  }

  synchronized TrialResult of(PlannedTrial trial) {
    return results.get(trial);
  }

  /**
   * Writes all that has come, and returns it.
   *
   * @throws UserErrorException if it cannot be written, saying how it will be
   */
  synchronized Ablation finish() {
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

  /** Called by one thread at a time, with all results so far: no older one replaces a newer one. */
  private Ablation write() {
    Ablation ablation =
        new Ablation(
            title(), keys, trials.stream().filter(results::containsKey).map(results::get).toList());
    Map<String, byte[]> files = new LinkedHashMap<>(ablation.files());
    files.putAll(renderer.ablation(ablation));
    AtomicOutput.replaceFiles(conf, layout.ablation(), files);
    writtenAt = System.nanoTime();
    return ablation;
  }

  private String title() {
    String all = Wording.counted(trials.size(), "trial");
    return "%s: %s"
        .formatted(
            Messages.plain(layout.root().toString()),
            results.size() < trials.size() ? "%d of %s".formatted(results.size(), all) : all);
  }
}
