package org.spiketrain.model.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * Number of a layer's neurons: a number, or so many for each class.
 *
 * @param number at least 0
 * @param forEachClass whether there are so many for each class
 */
public record NeuronCount(int number, boolean forEachClass) {
  /** None at all. */
  public static final NeuronCount NONE = new NeuronCount(0, false);

  private static final int LARGEST = 65_536;
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?<number>[1-9][0-9]{0,8})|classes(\\s*\\*\\s*(?<population>[1-9][0-9]{0,3}))?");

  /** Declares the number of neurons, or of filters, as a parameter. */
  public static Parameter<NeuronCount> parameter(String name, String documentation) {
    return Parameter.parsed(name, expected(1), documentation, NeuronCount::parse);
  }

  /** Declares the number of neurons of which there may be none. */
  public static Parameter<NeuronCount> orNone(String name, String documentation) {
    return Parameter.parsed(
        name, expected(0), documentation, text -> text.equals("0") ? NONE : parse(text));
  }

  private static String expected(int least) {
    return "a whole number from %d to %d, the word classes, or classes times such a number, as in classes * 10"
        .formatted(least, LARGEST);
  }

  private static NeuronCount parse(String text) {
    Matcher written = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      throw new UserErrorException("it is not");
    }
    if (written.group("number") == null) {
      String population = written.group("population");
      return new NeuronCount(population == null ? 1 : Integer.parseInt(population), true);
    }
    int number = Integer.parseInt(written.group("number"));
    if (number > LARGEST) {
      throw new UserErrorException("it is more");
    }
    return new NeuronCount(number, false);
  }

  /**
   * The number in a network.
   *
   * @throws UserErrorException if it is too large
   */
  public int in(StackLayer.LayerPlace place) {
    long neurons = forEachClass ? (long) number * place.classes() : number;
    if (neurons > LARGEST) {
      throw new UserErrorException("%d neurons are more than %d".formatted(neurons, LARGEST));
    }
    return (int) neurons;
  }

  /** As it is written. */
  @Override
  public String toString() {
    if (!forEachClass) {
      return Integer.toString(number);
    }
    return number == 1 ? "classes" : "classes * " + number;
  }
}
