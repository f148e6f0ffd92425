package org.spiketrain.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Where in its training a network had the parameters that were evaluated.
 *
 * @param kept {@code best} on the split that the training was evaluated on, or {@code last}
 * @param round of the training; 0 for those it began with
 * @param examples that it had seen
 * @param decidedBy the split that the training was evaluated on
 * @param accuracy on that split then, in [0, 1]; null where it was not evaluated
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluatedParameters(
    String kept, int round, long examples, String decidedBy, Double accuracy) {
  /**
   * Where a training had them.
   *
   * @param split that the training was evaluated on
   */
  public static EvaluatedParameters of(KeptParameters parameters, String split) {
    HistoryRow row = parameters.row();
    double accuracy = row.evaluation().accuracy();
    return new EvaluatedParameters(
        parameters.why(),
        row.round(),
        row.examples(),
        split,
        Double.isNaN(accuracy) ? null : accuracy);
  }
}
