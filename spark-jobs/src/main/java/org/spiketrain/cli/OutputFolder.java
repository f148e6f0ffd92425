package org.spiketrain.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.RunOutputs;

/**
 * A folder that {@code --output} names, and {@code --overwrite} replaces.
 *
 * @param name as the user wrote it
 * @param mode whether it may be replaced
 */
record OutputFolder(String name, OutputMode mode) {
  /**
   * The folder.
   *
   * @throws UserErrorException if it is no path
   */
  Path path() {
    return PathSetting.parse("--output", name);
  }

  /**
   * Refuses what is there already.
   *
   * @throws UserErrorException if something is, and may not be replaced
   */
  void refuseExisting(Configuration conf) {
    if (mode == OutputMode.REFUSE_EXISTING && RunOutputs.exists(conf, path())) {
      throw new UserErrorException(
          "Output %s exists already: name another with --output, or replace it with --overwrite"
              .formatted(name));
    }
  }
}
