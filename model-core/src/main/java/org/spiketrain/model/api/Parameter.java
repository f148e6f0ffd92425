package org.spiketrain.model.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;

/**
 * Declares one parameter of a {@link Factory}: name, type, range, default and documentation.
 *
 * <pre>
 *   static final Parameter&lt;Double&gt; BETA =
 *       Parameter.number("beta", Range.between(0, 1), "decay of the membrane potential per step")
 *           .orElse(0.9);
 * </pre>
 *
 * @param name name in the settings, lower case with hyphens
 * @param expected type and range in words, as in {@code a number from 0 to 1}
 * @param documentation one sentence on what it is
 * @param reader reads the text; throws {@link UserErrorException} or {@link NumberFormatException}
 *     where it cannot
 * @param defaultValue value where nothing is written; empty if it is required or optional
 * @param isRequired whether it must be written
 * @param <T> type of its values
 */
public record Parameter<T>(
    String name,
    String expected,
    String documentation,
    Function<String, T> reader,
    Optional<T> defaultValue,
    boolean isRequired) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,9}");

  /** A finite decimal number within a range. */
  public static Parameter<Double> number(String name, Range range, String documentation) {
    String expected = ("a number " + range).strip();
    return parsed(
        name, expected, documentation, text -> within(range, NUMBER, text, Double::parseDouble));
  }

  /** A whole number within a range. */
  public static Parameter<Integer> whole(String name, Range range, String documentation) {
    String expected = ("a whole number " + range).strip();
    return parsed(
        name, expected, documentation, text -> within(range, WHOLE, text, Integer::valueOf));
  }

  /** One of {@code true} and {@code false}; false by default. */
  public static Parameter<Boolean> flag(String name, String documentation) {
    return parsed(
            name,
            "true or false",
            documentation,
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new UserErrorException("it is neither");
                })
        .orElse(false);
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, Class<E> type, String documentation) {
    String labels =
        Arrays.stream(type.getEnumConstants()).map(Spec::text).collect(Collectors.joining(", "));
    return parsed(
        name,
        "one of " + labels,
        documentation,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> Spec.text(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UserErrorException("it is none of them")));
  }

  /** Something of a registry, as a surrogate of a neuron. */
  public static <P> Parameter<P> plugged(
      String name, Registry<Factory<P>> registry, String documentation) {
    return parsed(
        name, "a " + registry.kind(), documentation, text -> Factory.make(registry, text));
  }

  /**
   * Anything that a reader of its own understands.
   *
   * @param expected what is expected, to go on with "expected …"
   * @param reader as in {@link Parameter}
   */
  public static <P> Parameter<P> parsed(
      String name, String expected, String documentation, Function<String, P> reader) {
    return new Parameter<>(name, expected, documentation, reader, Optional.empty(), true);
  }

  private static <N extends Number> N within(
      Range range, Pattern pattern, String text, Function<String, N> reader) {
    if (pattern.matcher(text).matches()) {
      N value = reader.apply(text);
      if (range.contains(value.doubleValue())) {
        return value;
      }
    }
    throw new UserErrorException("it is not");
  }

  /** This parameter with a default, so that it may be left out. */
  public Parameter<T> orElse(T value) {
    return new Parameter<>(name, expected, documentation, reader, Optional.of(value), false);
  }

  /** This parameter without a default that may be left out all the same. */
  public Parameter<T> optional() {
    return new Parameter<>(name, expected, documentation, reader, Optional.empty(), false);
  }

  /** The default as it would be written, for documentation: {@code 0.9}, {@code all-to-all}. */
  public Optional<String> defaultText() {
    return defaultValue.map(Parameter::text);
  }

  private static String text(Object value) {
    return value instanceof Double number ? Range.shortest(number) : Spec.text(value);
  }

  /** Reads a value; throws {@link UserErrorException} if it is not what is expected. */
  T read(String text) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException | UserErrorException e) {
      boolean saysMore = e instanceof UserErrorException && !e.getMessage().startsWith("it is");
      throw new UserErrorException(
          "%s = %s is not %s".formatted(name, text, expected)
              + (saysMore ? " (%s)".formatted(e.getMessage()) : ""),
          e);
    }
  }
}
