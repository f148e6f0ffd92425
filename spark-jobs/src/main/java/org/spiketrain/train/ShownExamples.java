package org.spiketrain.train;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * A few examples whose answers are told at each evaluation, for whoever wants to see a network
 * learn.
 *
 * @param classes names of the classes, in the order of the labels
 */
public record ShownExamples(List<Example> examples, List<String> classes) implements Serializable {
  /** What a configuration may say of their number. */
  public static final String EXPECTED = "true, false, or a whole number from 0 to 48";

  private static final int MOST = 48;
  private static final int USUAL = 24;

  /** Those of a training that tells none. */
  static final ShownExamples NONE = new ShownExamples(List.of(), List.of());

  public ShownExamples {
    examples = List.copyOf(examples);
    classes = List.copyOf(classes);
  }

  /**
   * Reads how many are shown.
   *
   * @param written a number, or true for the usual one
   * @throws UserErrorException if it is neither
   */
  public static int number(String written) {
    return switch (written.strip()) {
      case "true" -> USUAL;
      case "false" -> 0;
      default -> whole(written.strip());
    };
  }

  private static int whole(String written) {
    // Without a sign, and short enough to be read.
    int number = written.matches("\\d{1,3}") ? Integer.parseInt(written) : Integer.MAX_VALUE;
    if (number > MOST) {
      throw new UserErrorException("'%s' is not %s".formatted(written, EXPECTED));
    }
    return number;
  }

  /**
   * What a network answers, in the order of the examples: one word of the classes' names where each
   * is a single character, else these with spaces between; empty without examples.
   */
  String answers(SpikingClassifier network) {
    boolean areLetters =
        classes.stream().allMatch(name -> name.codePointCount(0, name.length()) == 1);
    return examples.stream()
        .map(example -> classes.get(TopClasses.of(network.probabilitiesOf(example.frames()), 1)[0]))
        // Of whatever a class is called, the line stays one.
        .map(name -> name.replaceAll("\\p{Cntrl}", " "))
        .collect(Collectors.joining(areLetters ? "" : " "));
  }
}
