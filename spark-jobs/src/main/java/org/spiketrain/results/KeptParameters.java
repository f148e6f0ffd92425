package org.spiketrain.results;

import java.util.Optional;

/**
 * Which parameters of a training became the model.
 *
 * @param why what they are: best or last
 * @param row the evaluation at which the training had them
 */
public record KeptParameters(String why, HistoryRow row) {

  /** The best ones on the evaluation split; the last ones where none was ever evaluated. */
  public static Optional<KeptParameters> best(TrainingHistory history) {
    return history.best().map(row -> new KeptParameters("best", row)).or(() -> last(history));
  }

  /** Those at the end; nothing if the training has no history. */
  public static Optional<KeptParameters> last(TrainingHistory history) {
    return history.rows().isEmpty()
        ? Optional.empty()
        : Optional.of(new KeptParameters("last", history.rows().get(history.rows().size() - 1)));
  }

  /**
   * What is said of them.
   *
   * @param split the split that was evaluated during the training
   */
  public String described(String split) {
    String round =
        row.round() == 0
            ? "the parameters it began with, as fine-tuning made nothing better"
            : "the %s parameters, of round %s".formatted(why, NumberFormats.count(row.round()));
    double accuracy = row.evaluation().accuracy();
    return Double.isNaN(accuracy)
        ? round
        : round + " (%s accuracy %s)".formatted(split, NumberFormats.percent(accuracy));
  }
}
