package org.spiketrain.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
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

  /** Takes the result of a trial in place of the one before. */
  synchronized void put(PlannedTrial trial, TrialResult result) {
    results.put(trial, result);
    if (System.nanoTime() - writtenAt >= PAUSE_NANOS) {
      write();
    }
  }

  synchronized TrialResult of(PlannedTrial trial) {
    return results.get(trial);
  }

  /** Writes all that has come, and returns it. */
  synchronized Ablation finish() {
    return write();
  }

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
