package org.spiketrain.model.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * One answer of a classifier.
 *
 * @param label name of the class
 * @param probability its probability, in [0, 1]
 */
public record RankedLabel(String label, float probability) {
  /**
   * The {@code count} most probable classes, the most probable first; of equally probable ones the
   * lower class first.
   *
   * @param probabilities one value per class
   * @param classes names of the classes, in label order
   */
  public static List<RankedLabel> top(float[] probabilities, List<String> classes, int count) {
    return Arrays.stream(TopClasses.of(probabilities, count))
        .mapToObj(c -> new RankedLabel(classes.get(c), probabilities[c]))
        .toList();
  }
}
