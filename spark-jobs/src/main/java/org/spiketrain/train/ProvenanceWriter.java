package org.spiketrain.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Versions;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * Writes down where a model comes from.
 *
 * @param plan what was trained
 * @param manifest the frames
 * @param versions the programs
 */
record ProvenanceWriter(TrainingJob.Plan plan, Manifest manifest, Versions versions) {
  /**
   * Returns the provenance of a model.
   *
   * @param trained the layers that are stored
   * @param state where the training has come to
   */
  ModelProvenance of(NetworkSettings trained, TrainingState state) {
    TrainingSettings training = plan.training();
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("spiketrain", versions.spiketrain());
    programs.put("spark", versions.spark());
    programs.put("java", versions.java());
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("examples", state.counters.examples());
    counts.put("rounds", (long) state.counters.round());
    counts.put("workers", (long) training.rounds().workers());
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (state.counters.bestAccuracy() >= 0) {
      metrics.put(
          "bestAccuracy." + training.course().evaluationSplit().label(),
          state.counters.bestAccuracy());
    }
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        manifest.corpus().kind(),
        manifest.classes(),
        null,
        trained,
        plan.configuration(),
        new ModelProvenance.Data(
            manifest.inputPath(), manifest.inputFingerprint(), manifest.corpus().seed()),
        manifest.framesFingerprint(),
        training.seed(),
        programs,
        counts,
        metrics);
  }
}
