package org.spiketrain.model.zoo;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * One layer of a {@link LayerStack} as it is written: {@code leaky(512, beta = 0.95)}. Remembers
 * which options were asked for, so that those that nobody knows can be refused.
 */
final class StackLine {
  private static final Pattern LINE = Pattern.compile("([a-z-]+)\\s*\\((.*)\\)");

  /** Commas outside of brackets: {@code surrogate = spike-rate-escape(1, 25)} is one option. */
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  /** A number, the word {@code classes}, or so many times that. */
  private static final Pattern SIZE =
      Pattern.compile(
          "(?<number>[1-9][0-9]{0,8})|classes(\\s*\\*\\s*(?<population>[1-9][0-9]{0,3}))?");

  private final String written;
  private final String name;
  private final String first;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  private StackLine(String written, Matcher parts) {
    this.written = written;
    this.name = parts.group(1);
    String[] fields = COMMA.split(parts.group(2), -1);
    this.first = fields[0].strip();
    for (String field : Arrays.copyOfRange(fields, 1, fields.length)) {
      String[] keyAndValue = field.split("=", 2);
      String value = keyAndValue.length == 2 ? keyAndValue[1].strip() : "";
      if (value.isEmpty() || options.put(keyAndValue[0].strip(), value) != null) {
        throw bad("'%s' is no option, as in beta = 0.95, or stands twice".formatted(field.strip()));
      }
    }
  }

  /**
   * Takes a line apart.
   *
   * @throws UserErrorException if it is not written like a layer
   */
  static StackLine of(String line) {
    if (goesOnBehindItsLayer(line.strip())) {
      throw new UserErrorException(
          "'%s' is more than one layer: layers are separated by | or new lines, as in lstm(512) | leaky(classes)"
              .formatted(line.strip()));
    }
    Matcher parts = LINE.matcher(line.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new UserErrorException(
          "'%s' is not written like a layer, such as leaky(512, beta = 0.95)"
              .formatted(line.strip()));
    }
    return new StackLine(line.strip(), parts);
  }

  /** Whether something follows upon the bracket that ends the first layer. */
  private static boolean goesOnBehindItsLayer(String line) {
    int open = 0;
    for (int k = 0; k < line.length() - 1; k++) {
      open += line.charAt(k) == '(' ? 1 : 0;
      open -= line.charAt(k) == ')' ? 1 : 0;
      if (line.charAt(k) == ')' && open == 0) {
        return true;
      }
    }
    return false;
  }

  String name() {
    return name;
  }

  /**
   * The number of neurons; the word {@code classes} stands for that of the classes, and {@code
   * classes * 10} for populations of ten neurons a class.
   *
   * @param classes number of classes
   */
  int size(int classes) {
    Matcher size = SIZE.matcher(first);
    if (!size.matches()) {
      throw bad(
          "'%s' is no number of neurons: expected a whole number from 1, the word classes, or classes times such a number, as in classes * 10"
              .formatted(first));
    }
    if (size.group("number") != null) {
      return Integer.parseInt(size.group("number"));
    }
    String population = size.group("population");
    return population == null ? classes : classes * Integer.parseInt(population);
  }

  /** What stands in brackets before the options, one of an enum's constants. */
  <E extends Enum<E>> E kind(Class<E> kinds) {
    for (E constant : kinds.getEnumConstants()) {
      if (label(constant).equals(first)) {
        return constant;
      }
    }
    throw bad("'%s' is none of %s".formatted(first, labels(List.of(kinds.getEnumConstants()))));
  }

  /** The share in brackets, in [0, 1). */
  double share() {
    double share = number(first);
    if (share < 0 || share >= 1) {
      throw bad("'%s' is no share in [0, 1)".formatted(first));
    }
    return share;
  }

  boolean has(String option) {
    asked.add(option);
    return options.containsKey(option);
  }

  /** An option's number within a range. */
  double number(String option, double usual, double low, double high) {
    double value = has(option) ? number(options.get(option)) : usual;
    if (value < low || value > high) {
      throw bad("%s = %s is not from %s to %s".formatted(option, value, low, high));
    }
    return value;
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw bad("'%s' is no number".formatted(text), e);
    }
  }

  /** Whether an option is {@code true}; it is not if it is left out. */
  boolean flag(String option) {
    return choice(option, Flag.FALSE) == Flag.TRUE;
  }

  private enum Flag {
    FALSE,
    TRUE
  }

  /** One of an enum's constants, written with hyphens. */
  <E extends Enum<E>> E choice(String option, E usual) {
    if (!has(option)) {
      return usual;
    }
    List<E> all = List.of(usual.getDeclaringClass().getEnumConstants());
    for (E constant : all) {
      if (label(constant).equals(options.get(option))) {
        return constant;
      }
    }
    throw bad("%s = %s is none of %s".formatted(option, options.get(option), labels(all)));
  }

  private static String labels(List<? extends Enum<?>> constants) {
    return String.join(", ", constants.stream().map(StackLine::label).toList());
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An option that a parser of its own reads. */
  <T> T parsed(String option, T usual, Function<String, T> parser) {
    try {
      return has(option) ? parser.apply(options.get(option)) : usual;
    } catch (UserErrorException e) {
      throw bad(e.getMessage(), e);
    }
  }

  /** Refuses the options that nobody asked for. */
  void refuseOthers() {
    for (String option : options.keySet()) {
      if (!asked.contains(option)) {
        throw bad(
            "there is no option '%s' of %s, only %s"
                .formatted(option, name, String.join(", ", new TreeSet<>(asked))));
      }
    }
  }

  UserErrorException bad(String why) {
    return new UserErrorException("Layer %s: %s".formatted(written, why));
  }

  private UserErrorException bad(String why, Exception cause) {
    return new UserErrorException(bad(why).getMessage(), cause);
  }
}
