package org.spiketrain.cli;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.results.OutputLayout;
import picocli.CommandLine.Option;

/** The trained network and the frames that a command tries it on. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = {
        "The model. Default: <output.path>/model.zip. Where it is called model.zip, the networks",
        "that it was made of, beside it, are tried too."
      })
  private Optional<String> model;

  @Option(
      names = "--frames",
      paramLabel = "FOLDER",
      description = "The frames. Default: <output.path>/frames.")
  private Optional<String> frames;

  /** The model's file; where none was named, that of a run. */
  Path model(OutputLayout run) {
    return model.map(m -> PathSetting.parse("--model", m)).orElse(run.model());
  }

  /** The folder of the frames; where none was named, that of a run. */
  Path frames(OutputLayout run) {
    return frames.map(f -> PathSetting.parse("--frames", f)).orElse(run.frames());
  }
}
