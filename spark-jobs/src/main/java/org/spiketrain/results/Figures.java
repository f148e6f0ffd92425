package org.spiketrain.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Figures of a classifier on some examples, made of whole numbers only.
 *
 * @param examples how many there are
 * @param classes one entry a class, in the order of the labels
 */
@JsonIgnoreProperties(
    value = {"accuracy", "macroF1"},
    allowGetters = true)
public record Figures(long examples, List<OfClass> classes) {
  /** Of nobody. */
  public static final Figures NONE = new Figures(0, List.of());

  /**
   * A class.
   *
   * @param examples how many are of it
   * @param right how many of those were answered rightly
   * @param answers how often it was the answer
   */
  public record OfClass(String name, long examples, long right, long answers) {
    /** Fraction of its examples that were answered rightly; 0 where there are none. */
    public double recall() {
      return examples == 0 ? 0 : (double) right / examples;
    }

    /** F1 as scikit-learn has it. */
    public double f1() {
      return examples + answers == 0 ? 0 : 2.0 * right / (examples + answers);
    }
  }

  /** Fraction of right answers, in [0, 1]; 0 where there are no examples. */
  @JsonProperty("accuracy")
  public double accuracy() {
    long right = classes.stream().mapToLong(OfClass::right).sum();
    return examples == 0 ? 0 : (double) right / examples;
  }

  /** Mean F1 of the classes that occur or were answered, in [0, 1]. */
  @JsonProperty("macroF1")
  public double macroF1() {
    return classes.stream()
        .filter(one -> one.examples() + one.answers() > 0)
        .mapToDouble(OfClass::f1)
        .average()
        .orElse(0);
  }

  /** Mean recall of those of these classes that have examples, in [0, 1]. */
  public double recall(List<String> names) {
    return classes.stream()
        .filter(one -> names.contains(one.name()) && one.examples() > 0)
        .mapToDouble(OfClass::recall)
        .average()
        .orElse(0);
  }

  /** Those of these classes that have no examples, of which no recall is known. */
  public List<String> without(List<String> names) {
    return names.stream()
        .filter(
            name ->
                classes.stream().noneMatch(one -> one.name().equals(name) && one.examples() > 0))
        .toList();
  }

  /** How often each class was the answer, by label. */
  public long[] answers() {
    return IntStream.range(0, classes.size()).mapToLong(c -> classes.get(c).answers()).toArray();
  }
}
