package org.spiketrain.data.io;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** Paths as users write them. */
public final class PathSetting {
  /** What stands before a colon but is no scheme, as in a name that begins with a date and time. */
  private static final Pattern NO_SCHEME = Pattern.compile("(?![A-Za-z][A-Za-z0-9+.-]*:)[^/:]+:");

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
    if (NO_SCHEME.matcher(text).lookingAt()) {
      return new Path(null, null, text);
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "%s \"%s\" is not a path (%s): name a folder, with ./ before one that has a colon"
              .formatted(name, text, e.getMessage()),
          e);
    }
  }

  /**
   * A corpus path that means the same wherever one stands: with its file system and from its root.
   *
   * @param path a path, or what begins with {@code builtin:}, which stays as it is
   * @throws UserErrorException if it is blank, no path, or on an unknown file system
   */
  public static String qualified(Configuration conf, String name, String path) {
    if (path.startsWith(SourceFiles.BUILTIN)) {
      return path;
    }
    Path parsed = parse(name, path);
    try {
      return FileSystems.of(conf, parsed).makeQualified(parsed).toString();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s \"%s\": %s. Name a folder on a file system that Hadoop knows"
              .formatted(name, path, e.getMessage()),
          e);
    }
  }
}
