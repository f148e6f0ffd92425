package org.spiketrain.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.model.metrics.ScoreIntervals;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Where in its training a network had the parameters that were evaluated.
 *
 * @param kept {@code best} on the split that the training was evaluated on, or {@code last}
 * @param round of the training; 0 for those it began with
 * @param examples that it had seen
 * @param decidedBy the split that the training was evaluated on
 * @param accuracy on that split then, in [0, 1]; null where it was not evaluated
 * @param interval of that accuracy, 95 %, from low to high; null where it is not known of how many
 *     examples it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluatedParameters(
    String kept,
    int round,
    long examples,
    String decidedBy,
    Double accuracy,
    List<Double> interval) {
  /**
   * Where a training had them.
   *
   * @param split that the training was evaluated on
   * @param count examples of that split, 0 where that is not known
   * @param seed of the interval's draws
   */
  public static EvaluatedParameters of(
      KeptParameters parameters, String split, long count, long seed) {
    HistoryRow row = parameters.row();
    double accuracy = row.evaluation().accuracy();
    return new EvaluatedParameters(
        parameters.why(),
        row.round(),
        row.examples(),
        split,
        Double.isNaN(accuracy) ? null : accuracy,
        Double.isNaN(accuracy) || count == 0 ? null : interval(accuracy, count, seed));
  }

  private static List<Double> interval(double accuracy, long count, long seed) {
    Interval interval = ScoreIntervals.ofAccuracy(Math.round(accuracy * count), count, seed);
    return List.of(interval.low(), interval.high());
  }
}
