package org.spiketrain.results;

import java.util.List;
import java.util.Map;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

/**
 * Renders results as charts and pages, for the folders that the results are written to. Every
 * method returns files by name; none where there is nothing to render. A history has at least one
 * row, and the splits say what its scores are of.
 */
public interface Renderer {
  /** Renders nothing: results are records and tables only. */
  Renderer NONE = new Renderer() {};

  /** Renders the course of a training while it goes on. */
  default Map<String, byte[]> course(TrainingHistory history, EvaluatedSplits splits) {
    return Map.of();
  }

  /** Renders what only a training that is over has. */
  default Map<String, byte[]> finished(TrainingHistory history, EvaluatedSplits splits) {
    return Map.of();
  }

  default Map<String, byte[]> evaluation(EvaluationSummary summary) {
    return Map.of();
  }

  default Map<String, byte[]> profile(ProfileSummary summary) {
    return Map.of();
  }

  default Map<String, byte[]> profile(SequenceProfile profile) {
    return Map.of();
  }

  default Map<String, byte[]> attack(AttackSummary summary) {
    return Map.of();
  }

  default Map<String, byte[]> ablation(Ablation ablation) {
    return Map.of();
  }

  default Map<String, byte[]> comparison(Comparison comparison) {
    return Map.of();
  }

  /**
   * Renders nights, the oldest first: {@code report.html}, if anything.
   *
   * @param reports addresses of the nights' own reports, by their names, of those that have one
   */
  default Map<String, byte[]> nights(List<NightRecord> records, Map<String, String> reports) {
    return Map.of();
  }

  /** Renders a run as a whole: {@code report.html}, if anything. */
  default Map<String, byte[]> run(ReportContent content) {
    return Map.of();
  }
}
