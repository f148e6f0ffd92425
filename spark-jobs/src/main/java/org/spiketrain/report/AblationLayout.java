package org.spiketrain.report;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.AtomicOutput;
import org.spiketrain.data.OutputMode;
import org.spiketrain.model.UserErrorException;

/**
 * Where the files of an ablation lie.
 *
 * @param root {@code output.path}
 */
public record AblationLayout(Path root) {
  /** The run of a setting. */
  public OutputLayout setting(String name) {
    return new OutputLayout(new Path(new Path(root, "settings"), name));
  }

  /** Frames that settings share. */
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
    new Ownership(conf, RunOutputs.OPTION).checkFolder(tables(), Ownership.ABLATION);
    OutputLayout run = new OutputLayout(root);
    if (Stream.of(run.training(), run.model(), new Path(run.frames(), "_manifest.json"))
        .anyMatch(path -> RunOutputs.exists(conf, path))) {
      throw new UserErrorException(
          "Output %s holds a run, and an ablation makes a run for each setting below it: name another folder with -D output.path=..."
              .formatted(root));
    }
  }

  /**
   * Refuses other people's files in the place of frames that settings share.
   *
   * @throws UserErrorException if there are some
   */
  public static void checkFrames(Configuration conf, Path frames) {
    new Ownership(conf, RunOutputs.OPTION).checkFolder(frames, Ownership.FRAMES);
  }

  /** Replaces tables, picture and page, all at once. */
  public void write(Configuration conf, Ablation ablation) {
    Map<String, byte[]> files = AblationFiles.of(ablation);
    try (AtomicOutput out = AtomicOutput.directory(conf, tables(), OutputMode.OVERWRITE)) {
      OutputFiles.write(conf, out.staging(), files);
      out.commit();
    }
  }
}
