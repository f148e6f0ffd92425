package org.spiketrain.job.cli;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.preprocess.source.PathSetting;
import picocli.CommandLine.Option;

/** Which model is looked at, and on which frames. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model. Default: <output.path>/model.zip.")
  private Optional<String> model;

  @Option(
      names = "--frames",
      paramLabel = "FOLDER",
      description = "The frames. Default: <output.path>/frames.")
  private Optional<String> frames;

  Path model(OutputLayout layout) {
    return model.map(m -> PathSetting.parse("--model", m)).orElse(layout.model());
  }

  Path frames(OutputLayout layout) {
    return frames.map(f -> PathSetting.parse("--frames", f)).orElse(layout.frames());
  }
}
