package org.spiketrain.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what options have for values. */
final class Choice {
  private Choice() {}

  /** Reads constants as the help writes them, whatever the case. */
  static <E extends Enum<E>> ITypeConverter<E> of(Class<E> type) {
    return text -> constant(type.getEnumConstants(), text);
  }

  private static <E extends Enum<E>> E constant(E[] constants, String text) {
    return Arrays.stream(constants)
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, not \"%s\""
                        .formatted(
                            Arrays.stream(constants)
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  /** Reads how many of something are wanted: one at least, and no more than a billion. */
  static class CountConverter implements ITypeConverter<Integer> {
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final int least;

    CountConverter() {
      this(1);
    }

    private CountConverter(int least) {
      this.least = least;
    }

    @Override
    public Integer convert(String text) {
      if (!COUNT.matcher(text).matches() || Integer.parseInt(text) < least) {
        throw new TypeConversionException(
            "expected a whole number from %d, not \"%s\"".formatted(least, text));
      }
      return Integer.parseInt(text);
    }

    /** The same where none at all means something too. */
    static final class FromZero extends CountConverter {
      FromZero() {
        super(0);
      }
    }
  }
}
