package org.spiketrain.preprocess.source;

import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** Paths as users write them. */
public final class PathSetting {
  private PathSetting() {}

  /**
   * The Hadoop path of what a user wrote.
   *
   * @param name what the path is for, as the message names it, such as {@code data.path}
   * @throws UserErrorException if it is blank or no path
   */
  public static Path parse(String name, String text) {
    if (text.isBlank()) {
      throw new UserErrorException("%s is empty: name a folder".formatted(name));
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "%s \"%s\" is not a path (%s): name a folder".formatted(name, text, e.getMessage()), e);
    }
  }
}
