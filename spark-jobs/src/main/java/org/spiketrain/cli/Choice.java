package org.spiketrain.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads constants as the help writes them, whatever the case. */
final class Choice {
  private Choice() {}

  /** The constant of this name. */
  static <E extends Enum<E>> E of(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, not \"%s\"".formatted(names(type), text)));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** Reads how many of something are wanted: one at least, and no more than a billion. */
  static final class CountConverter implements ITypeConverter<Integer> {
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,8}");

    @Override
    public Integer convert(String text) {
      return counted(text, 1);
    }

    private static int counted(String text, int least) {
      if (!COUNT.matcher(text).matches() || Integer.parseInt(text) < least) {
        throw new TypeConversionException(
            "expected a whole number from %d, not \"%s\"".formatted(least, text));
      }
      return Integer.parseInt(text);
    }

    /** The same where none at all means something too. */
    static final class FromZero implements ITypeConverter<Integer> {
      @Override
      public Integer convert(String text) {
        return counted(text, 0);
      }
    }
  }
}
