package org.spiketrain.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

/**
 * Short trainings that differ in their peak learning rate alone and begin as the whole training
 * does. Their schedules are as short as they are, so that each ends as a whole training would.
 *
 * @param rates peak learning rates, above 0; empty where nothing is to be chosen
 * @param share length of a trial, as a share of the whole training, in (0, 1]
 */
public record LearningRateTrials(List<Double> rates, double share) implements Serializable {
  /** One learning rate, without trials. */
  public static final LearningRateTrials NONE = new LearningRateTrials(List.of(), 1);

  public LearningRateTrials {
    rates = List.copyOf(rates);
  }

  /**
   * Reads learning rates.
   *
   * @param text numbers with commas between them, or nothing
   * @throws UserErrorException if one is no number above 0, or comes twice
   */
  public static List<Double> rates(String text) {
    List<Double> rates =
        text.isBlank()
            ? List.of()
            : Arrays.stream(text.split(",", -1)).map(LearningRateTrials::rate).toList();
    if (new TreeSet<>(rates).size() < rates.size()) {
      throw new UserErrorException("a learning rate comes twice");
    }
    return rates;
  }

  private static double rate(String text) {
    try {
      double rate = Double.parseDouble(text.strip());
      if (rate > 0 && Double.isFinite(rate)) {
        return rate;
      }
    } catch (NumberFormatException e) {
      throw new UserErrorException("'%s' is no number".formatted(text), e);
    }
    throw new UserErrorException("'%s' is no learning rate".formatted(text));
  }

  /** Returns whether there is nothing to choose from. */
  public boolean isEmpty() {
    return rates.isEmpty();
  }

  /**
   * The settings of a trial.
   *
   * @param whole settings of the whole training, for data of a known size
   */
  public TrainingSettings trial(TrainingSettings whole, double rate) {
    return whole.at(rate).shortened(examples(whole.course().examples()));
  }

  /** Examples that a trial trains on, where the whole training trains on so many. */
  public long examples(long whole) {
    return Math.max(1, Math.round(share * whole));
  }

  /**
   * The rate whose trial ended with the best accuracy; of those alike the one with the lower loss,
   * then the lowest.
   *
   * @param ended scores that each rate's trial has ended with, of one at least
   */
  public static double best(Map<Double, SplitScores> ended) {
    return ended.entrySet().stream()
        .min(
            Comparator.<Map.Entry<Double, SplitScores>>comparingDouble(
                    one -> -one.getValue().accuracy())
                .thenComparingDouble(one -> one.getValue().loss())
                .thenComparingDouble(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }
}
