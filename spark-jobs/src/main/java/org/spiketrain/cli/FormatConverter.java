package org.spiketrain.cli;

import org.spiketrain.score.OutputFormat;
import picocli.CommandLine.ITypeConverter;

/** Reads an output format. */
final class FormatConverter implements ITypeConverter<OutputFormat> {
  @Override
  public OutputFormat convert(String text) {
    return Choice.of(OutputFormat.class, text);
  }
}
