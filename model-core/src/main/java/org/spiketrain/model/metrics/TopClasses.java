package org.spiketrain.model.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
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
    return of(exact(probabilities), count);
  }

  /** The same numbers as doubles. */
  public static double[] exact(float[] probabilities) {
    double[] same = new double[probabilities.length];
    Arrays.setAll(same, c -> probabilities[c]);
    return same;
  }

  /** The same of less exact probabilities. */
  public static int answer(float[] probabilities, double noneBelow) {
    return answer(exact(probabilities), noneBelow);
  }

  /**
   * The answer by some probabilities: the most probable class, of equally probable ones the first.
   *
   * @param noneBelow probability below which there is none, in [0, 1]
   * @return the class, or the number of classes for none
   * @throws UserErrorException if a probability is NaN
   */
  public static int answer(double[] probabilities, double noneBelow) {
    int first = first(probabilities);
    return probabilities[first] < noneBelow ? probabilities.length : first;
  }

  /** The same of more exact probabilities. */
  public static int[] of(double[] probabilities, int count) {
    for (int c = 0; c < probabilities.length; c++) {
      if (Double.isNaN(probabilities[c])) {
        throw diverged(c);
      }
    }
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -probabilities[c]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
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
