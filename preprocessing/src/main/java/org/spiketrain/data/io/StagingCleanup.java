package org.spiketrain.data.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/** The hidden names beside an output: what it is written to, and what it is replaced from. */
final class StagingCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(StagingCleanup.class);
  private static final String TEMPORARY = "tmp";
  private static final String REPLACED = "old";
  private static final String UNFINISHED = ".unfinished";
  private static final Pattern UNFINISHED_NAME = Pattern.compile("\\..+\\.unfinished");
  private static final Pattern NAME =
      Pattern.compile(
          "\\.(?<target>.+)\\.(?<kind>tmp|old)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Nothing is written for so long: what is older, a killed run has left. */
  private static final Duration STALE = Duration.ofDays(1);

  private StagingCleanup() {}

  static Path temporary(Path target) {
    return hiddenSibling(target, TEMPORARY);
  }

  static Path replaced(Path target) {
    return hiddenSibling(target, REPLACED);
  }

  /** The one folder of an output that is to be gone on with, however long ago it was begun. */
  static Path unfinished(Path target) {
    requireBelowRoot(target);
    return FileSystems.child(target.getParent(), "." + target.getName() + UNFINISHED);
  }

  /** Returns whether a path is the staging folder of an output, or lies in one. */
  static boolean isStaged(Path path) {
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      Matcher name = NAME.matcher(folder.getName());
      boolean temporary = name.matches() && name.group("kind").equals(TEMPORARY);
      if (temporary || UNFINISHED_NAME.matcher(folder.getName()).matches()) {
        return true;
      }
    }
    return false;
  }

  private static Path hiddenSibling(Path target, String kind) {
    requireBelowRoot(target);
    String name = ".%s.%s-%s".formatted(target.getName(), kind, UUID.randomUUID());
    return FileSystems.child(target.getParent(), name);
  }

  private static void requireBelowRoot(Path target) {
    if (target.getParent() == null) {
      throw new UserErrorException(
          "Output %s is the root of a file system: name a folder below it".formatted(target));
    }
  }

  /**
   * Puts back what was being replaced, and deletes what nobody writes any more.
   *
   * @param abandoned tells of a target by its name whether it is certain that nobody writes it
   */
  static void tidy(FileSystem fs, Path folder, Predicate<String> abandoned) throws IOException {
    for (FileStatus leftover : list(fs, folder)) {
      Matcher name = NAME.matcher(leftover.getPath().getName());
      if (!name.matches()) {
        continue;
      }
      Path target = FileSystems.child(folder, name.group("target"));
      if (name.group("kind").equals(REPLACED) && !fs.exists(target)) {
        fs.rename(leftover.getPath(), target);
      } else if (abandoned.test(target.getName()) || isStale(leftover)) {
        delete(fs, leftover.getPath());
      }
    }
  }

  /** One that another user has left there is no reason not to go on. */
  private static void delete(FileSystem fs, Path leftover) {
    try {
      fs.delete(leftover, true);
    } catch (IOException e) {
      LOG.warn(
          "{} was left by a run that was killed; delete it by hand: {}", leftover, e.toString());
    }
  }

  private static FileStatus[] list(FileSystem fs, Path folder) throws IOException {
    try {
      return fs.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static boolean isStale(FileStatus leftover) {
    Instant changed = Instant.ofEpochMilli(leftover.getModificationTime());
    return changed.isBefore(Instant.now().minus(STALE));
  }
}
