package org.spiketrain.job.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spiketrain.job.score.OutputFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an output format as the help writes it, whatever the case. */
final class FormatConverter implements ITypeConverter<OutputFormat> {
  @Override
  public OutputFormat convert(String text) {
    return Arrays.stream(OutputFormat.values())
        .filter(format -> format.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, not \"%s\"".formatted(names(), text)));
  }

  private static String names() {
    return Arrays.stream(OutputFormat.values())
        .map(format -> format.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
