package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a setting of an ablation gave.
 *
 * @param name of the setting and its folder
 * @param labels what the values of the grid's keys are called, by key
 * @param seed its seed
 * @param result what it gave, unless it failed
 * @param error why it failed, empty if it did not
 */
public record TrialResult(
    String name, Map<String, String> labels, long seed, Optional<Result> result, String error) {
  public TrialResult {
    labels = new LinkedHashMap<>(labels);
  }

  /**
   * What a run gave.
   *
   * @param split the split that was evaluated
   * @param accuracies accuracy of the trained network and those it was made of, in [0, 1]
   * @param firingRates mean firing rate by layer
   * @param seconds of training, that of an artificial network and of all resumptions included
   */
  public record Result(
      String split,
      Map<String, Double> accuracies,
      Map<String, Double> firingRates,
      double seconds) {
    public Result {
      accuracies = new LinkedHashMap<>(accuracies);
      firingRates = new LinkedHashMap<>(firingRates);
    }
  }
}
