package org.spiketrain.model.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.model.UserErrorException;

/**
 * A name with arguments, as settings and model files write everything that is found by name: {@code
 * heaviside}, {@code spike-rate-escape(1, 25)}, {@code leaky(512, beta = 0.95, surrogate =
 * atan(2))}. Positional arguments come before named ones; an argument may be a specification
 * itself.
 *
 * @param name the name, in lower case
 * @param positional arguments without a name
 * @param named arguments with one, as they are written
 */
public record Spec(String name, List<String> positional, Map<String, String> named) {
  private static final Pattern CALL =
      Pattern.compile("(?<name>[a-z][a-z0-9-]*)\\s*(\\((?<arguments>.*)\\))?", Pattern.DOTALL);
  private static final Pattern NAMED =
      Pattern.compile("(?<key>[a-z][a-z0-9-]*)\\s*=(?<value>.*)", Pattern.DOTALL);

  /** Copies the arguments, in their order. */
  public Spec {
    positional = List.copyOf(positional);
    named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /**
   * A specification to be written, for example {@code Spec.of("erf", 2f).toString()}.
   *
   * @param positional numbers, text, enum constants, or {@link Specified} things
   */
  public static Spec of(String name, Object... positional) {
    return new Spec(name, Stream.of(positional).map(Spec::text).toList(), Map.of());
  }

  /** This specification with one more named argument. */
  public Spec with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(named);
    more.put(key, text(value));
    return new Spec(name, positional, more);
  }

  /** A value as it is written; an enum's constant in lower case with hyphens. */
  static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return value instanceof Specified specified ? specified.spec() : value.toString();
  }

  /**
   * Takes a specification apart; names and keys may be written in capitals.
   *
   * @throws UserErrorException if it is not written like one
   */
  public static Spec parse(String written) {
    String text = written.strip();
    Matcher call = CALL.matcher(lowerOutsideValues(text));
    if (!call.matches()) {
      throw notWrittenSo(text);
    }
    List<String> positional = new ArrayList<>();
    Map<String, String> named = new LinkedHashMap<>();
    String arguments = call.group("arguments");
    if (arguments != null && !arguments.isBlank()) {
      for (String argument : split(arguments, text)) {
        add(argument, positional, named, text);
      }
    }
    return new Spec(call.group("name"), positional, named);
  }

  /** Lowers the name only, so that values keep their capitals. */
  private static String lowerOutsideValues(String text) {
    int open = text.indexOf('(');
    int end = open < 0 ? text.length() : open;
    return text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
  }

  private static void add(
      String argument, List<String> positional, Map<String, String> named, String text) {
    int equals = argument.indexOf('=');
    int open = argument.indexOf('(');
    boolean isNamed = equals >= 0 && (open < 0 || equals < open);
    if (!isNamed) {
      if (argument.isBlank() || !named.isEmpty()) {
        throw notWrittenSo(text);
      }
      positional.add(argument.strip());
      return;
    }
    String key = argument.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    String value = argument.substring(equals + 1).strip();
    if (value.isEmpty() || !NAMED.matcher(key + "=").matches()) {
      throw new UserErrorException(
          "'%s' of %s is no argument like beta = 0.95".formatted(argument.strip(), text));
    }
    if (named.put(key, value) != null) {
      throw new UserErrorException("%s is set twice in %s".formatted(key, text));
    }
  }

  /** Splits at the commas outside of all brackets. */
  private static List<String> split(String arguments, String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int k = 0; k < arguments.length(); k++) {
      char c = arguments.charAt(k);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        throw notWrittenSo(text);
      }
      if (c == ',' && depth == 0) {
        parts.add(arguments.substring(start, k));
        start = k + 1;
      }
    }
    if (depth != 0) {
      throw notWrittenSo(text);
    }
    parts.add(arguments.substring(start));
    return parts;
  }

  private static UserErrorException notWrittenSo(String text) {
    return new UserErrorException(
        "'%s' is not written like a name with arguments: expected name, name(value) or name(value, key = value)"
            .formatted(text));
  }

  /** The specification as {@link #parse} reads it. */
  @Override
  public String toString() {
    String arguments =
        Stream.concat(
                positional.stream(),
                named.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()))
            .collect(Collectors.joining(", "));
    return arguments.isEmpty() ? name : "%s(%s)".formatted(name, arguments);
  }
}
