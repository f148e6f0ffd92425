package org.spiketrain.job.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many of something are wanted: one at least, and no more than a billion. */
final class CountConverter implements ITypeConverter<Integer> {
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  @Override
  public Integer convert(String text) {
    if (!COUNT.matcher(text).matches()) {
      throw new TypeConversionException(
          "expected a whole number from 1, not \"%s\"".formatted(text));
    }
    return Integer.valueOf(text);
  }
}
