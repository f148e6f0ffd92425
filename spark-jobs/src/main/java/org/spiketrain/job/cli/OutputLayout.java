package org.spiketrain.job.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.source.PathSetting;

/**
 * Where the files of an experiment lie.
 *
 * @param root {@code output.path}
 */
record OutputLayout(Path root) {
  private static final String FRAMES = "frames";
  private static final String TRAINING = "training";
  private static final String MODEL = "model.zip";
  private static final String EVALUATION = "evaluation";
  private static final String REPORT = "report.html";
  private static final Set<String> OURS = Set.of(FRAMES, TRAINING, MODEL, EVALUATION, REPORT);

  static OutputLayout of(String root) {
    return new OutputLayout(PathSetting.parse("output.path", root));
  }

  Path frames() {
    return new Path(root, FRAMES);
  }

  Path training() {
    return new Path(root, TRAINING);
  }

  Path checkpoints() {
    return new Path(training(), "checkpoints");
  }

  Path model() {
    return new Path(root, MODEL);
  }

  /** Whether a path exists. */
  static boolean exists(Configuration conf, Path path) {
    try {
      return path.getFileSystem(conf).exists(path);
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  Path evaluation() {
    return new Path(root, EVALUATION);
  }

  /**
   * Refuses a file or folder that is there already.
   *
   * @param path one of this layout
   * @throws UserErrorException if it is there and may not be replaced
   */
  static void refuseExisting(Configuration conf, Path path, OutputMode mode) {
    if (mode == OutputMode.REFUSE_EXISTING && exists(conf, path)) {
      throw new UserErrorException(
          "Output %s exists already: name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(path));
    }
  }

  /**
   * Refuses a folder that has anything in it.
   *
   * @throws UserErrorException if it has, or if it is a file
   */
  void refuseExisting(Configuration conf) {
    if (!names(conf).isEmpty()) {
      throw new UserErrorException(
          "Output %s exists already and is not empty: name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(root));
    }
  }

  /**
   * Refuses a folder that has anything in it but what a run leaves there.
   *
   * @throws UserErrorException if it has, or if it is a file
   */
  void refuseForeign(Configuration conf) {
    for (String name : names(conf)) {
      // Hidden files are what an unfinished run leaves behind.
      if (!OURS.contains(name) && !name.startsWith(".")) {
        throw new UserErrorException(
            "Output %s has a file that Spiketrain did not write, %s: name another output with -D output.path=..."
                .formatted(root, name));
      }
    }
  }

  private List<String> names(Configuration conf) {
    try {
      FileSystem fs = root.getFileSystem(conf);
      if (fs.getFileStatus(root).isFile()) {
        throw new UserErrorException(
            "Output %s is a file: name a folder with -D output.path=...".formatted(root));
      }
      return Arrays.stream(fs.listStatus(root))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreachable(root, e);
    }
  }

  private static UserErrorException unreachable(Path path, IOException cause) {
    return new UserErrorException(
        "Cannot reach %s: %s. Name a folder on a file system that Hadoop knows"
            .formatted(path, cause.getMessage()),
        cause);
  }
}
