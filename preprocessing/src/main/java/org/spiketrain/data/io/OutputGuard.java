package org.spiketrain.data.io;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** Keeps a job from replacing what is not an earlier output of its own. */
public final class OutputGuard {
  private static final String MANIFEST = "_manifest.json";

  private OutputGuard() {}

  /**
   * Checks the output before anything is read or written.
   *
   * @throws UserErrorException if the output path is empty, holds the input, or is a folder or file
   *     that is neither empty nor a folder of frames
   */
  public static void check(Configuration conf, String input, String output) {
    Path target = PathSetting.parse("Output", output);
    try {
      FileSystem fs = FileSystems.of(conf, target);
      if (holds(fs.makeQualified(target), input, conf)) {
        throw new UserErrorException(
            "Output %s would replace the input %s: name another output".formatted(output, input));
      }
      if (fs.exists(target) && !replaceable(fs, target, MANIFEST)) {
        throw new UserErrorException(
            "Output %s exists already and was not written by preprocess: name another output"
                .formatted(output));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach output %s or input %s: %s. Name folders on file systems that Hadoop knows"
              .formatted(output, input, e.getMessage()),
          e);
    }
  }

  private static boolean holds(Path target, String input, Configuration conf) throws IOException {
    if (input.startsWith("builtin:")) {
      return false;
    }
    Path source = PathSetting.parse("data.path", input);
    return holds(target, FileSystems.of(conf, source).makeQualified(source));
  }

  /** Returns whether a path is a folder or lies below it; both are qualified. */
  public static boolean holds(Path folder, Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (at.equals(folder)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether what exists may be replaced: an empty folder, or one that a job has marked.
   *
   * @param marker name of a file that is there in each output of the job
   */
  public static boolean replaceable(FileSystem fs, Path target, String marker) throws IOException {
    return fs.getFileStatus(target).isDirectory()
        && (fs.listStatus(target).length == 0 || fs.exists(new Path(target, marker)));
  }
}
