package org.spiketrain.model.metrics;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.UserErrorException;

/** The most probable classes of one example. */
public final class TopClasses {
  private TopClasses() {}

  /**
   * The {@code count} most probable classes, the most probable first; of equally probable classes
   * the one with the lower index comes first.
   *
   * @param probabilities one value per class, none of them NaN
   * @param count how many; more than there are classes gives all of them
   * @return class indices
   * @throws UserErrorException if a probability is NaN
   */
  public static int[] of(float[] probabilities, int count) {
    int[] best = new int[Math.min(count, probabilities.length)];
    int found = 0;
    for (int c = 0; c < probabilities.length; c++) {
      if (Float.isNaN(probabilities[c])) {
        throw diverged(c);
      }
      int place = place(probabilities, best, found, c);
      if (place < best.length) {
        found = Math.min(found + 1, best.length);
        System.arraycopy(best, place, best, place + 1, found - 1 - place);
        best[place] = c;
      }
    }
    return best;
  }

  /**
   * The most probable class, of equally probable ones the first.
   *
   * @param logProbabilities one value per class
   * @return its index
   * @throws UserErrorException if one is NaN
   */
  public static int first(double[] logProbabilities) {
    int first = 0;
    for (int c = 0; c < logProbabilities.length; c++) {
      if (Double.isNaN(logProbabilities[c])) {
        throw diverged(c);
      }
      first = logProbabilities[c] > logProbabilities[first] ? c : first;
    }
    return first;
  }

  private static UserErrorException diverged(int label) {
    return new UserErrorException(
        "The network has diverged: its probability of class %d is NaN. Train it anew with a lower training.updater.learning-rate"
            .formatted(label));
  }

  private static int place(float[] probabilities, int[] best, int found, int candidate) {
    int place = found;
    while (place > 0 && probabilities[candidate] > probabilities[best[place - 1]]) {
      place--;
    }
    return place;
  }

  /**
   * One answer of a classifier.
   *
   * @param label name of the class
   * @param probability its probability, in [0, 1]
   */
  public record RankedLabel(String label, float probability) {
    /**
     * The {@code count} most probable classes, the most probable first; of equally probable ones
     * the lower class first.
     *
     * @param probabilities one value per class
     * @param classes names of the classes, in label order
     */
    public static List<RankedLabel> top(float[] probabilities, List<String> classes, int count) {
      return Arrays.stream(of(probabilities, count))
          .mapToObj(c -> new RankedLabel(classes.get(c), probabilities[c]))
          .toList();
    }
  }
}
