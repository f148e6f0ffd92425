package org.spiketrain.results;

import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/**
 * Layout of the files of an ablation.
 *
 * @param root {@code output.path}
 */
public record AblationLayout(Path root) {
  /** The run of a trial. */
  public OutputLayout trial(String name) {
    return new OutputLayout(new Path(new Path(root, "trials"), name));
  }

  /** Frames that trials share. */
  public Path frames(String name) {
    return new Path(new Path(root, OutputLayout.FRAMES), name);
  }

  /** Tables, picture and page. */
  private Path tables() {
    return new Path(root, "ablation");
  }

  /** All of it on one page. */
  public Path report() {
    return new Path(tables(), OutputLayout.REPORT);
  }

  /**
   * Refuses a folder that holds a run, or other people's files in the place of the tables.
   *
   * @throws UserErrorException if it does
   */
  public void check(Configuration conf) {
    new OutputOwnership(conf, RunOutputs.OPTION).checkFolder(tables(), OutputOwnership.ABLATION);
    OutputLayout run = new OutputLayout(root);
    if (Stream.of(run.training(), run.model(), new Path(run.frames(), "_manifest.json"))
        .anyMatch(path -> RunOutputs.exists(conf, path))) {
      throw new UserErrorException(
          "Output %s holds a run, and an ablation makes a run for each trial below it: name another folder with -D output.path=..."
              .formatted(root));
    }
  }

  /**
   * Refuses other people's files in the place of frames that trials share.
   *
   * @throws UserErrorException if there are some
   */
  public static void checkFrames(Configuration conf, Path frames) {
    new OutputOwnership(conf, RunOutputs.OPTION).checkFolder(frames, OutputOwnership.FRAMES);
  }

  /** Replaces tables, chart and page, all at once. */
  public void write(Configuration conf, Ablation ablation, Renderer renderer) {
    try (AtomicOutput out = AtomicOutput.directory(conf, tables(), OutputMode.OVERWRITE)) {
      OutputFiles.write(conf, out.staging(), AblationFiles.of(ablation));
      OutputFiles.write(conf, out.staging(), renderer.ablation(ablation));
      out.commit();
    }
  }
}
