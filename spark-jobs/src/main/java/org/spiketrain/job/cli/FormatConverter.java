package org.spiketrain.job.cli;

import org.spiketrain.job.score.OutputFormat;
import picocli.CommandLine.ITypeConverter;

/** Reads an output format. */
final class FormatConverter implements ITypeConverter<OutputFormat> {
  @Override
  public OutputFormat convert(String text) {
    return Choice.of(OutputFormat.class, text);
  }
}
