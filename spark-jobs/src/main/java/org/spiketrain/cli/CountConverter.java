package org.spiketrain.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many of something are wanted: one at least, and no more than a billion. */
final class CountConverter implements ITypeConverter<Integer> {
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
