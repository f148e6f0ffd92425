package org.spiketrain.pipeline;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.Causes;

/**
 * A disk, or what is granted on it, that has no room for what was to be written.
 *
 * @param where as a sentence goes on after "There is no space left"
 */
record FullDisk(String where) {
  /** As we and Spark say what could not be written. */
  private static final Pattern WRITTEN =
      Pattern.compile("(?m)(?:Cannot write to|while writing rows to) (.+?)\\.?$");

  /** As we say what was being written, where the disk of something else may be the full one. */
  private static final Pattern BEING_WRITTEN = Pattern.compile("Writing all of (.+) failed");

  /** The name under which an output, or scores, are written. */
  private static final Pattern STAGING =
      Pattern.compile("\\.([^/]+)\\.(?:tmp-[0-9a-f-]{36}|unfinished/scores)");

  /** As Spark says whose task failed: a number is an executor's, and the driver has none. */
  private static final Pattern EXECUTOR = Pattern.compile("\\((\\S+) executor (\\d+)[):]");

  /** Returns the one that an error tells of, if it does. */
  static Optional<FullDisk> of(Causes causes) {
    if (!causes.any(FileSystems::isFull)) {
      return Optional.empty();
    }
    String output =
        causes.find(BEING_WRITTEN).map(found -> "the output " + name(found)).orElse("the output");
    String where =
        causes
            .find(WRITTEN)
            .map(found -> "for " + name(found))
            .or(() -> causes.find(EXECUTOR).map(executor -> ofExecutor(output, executor)))
            .orElseGet(() -> here(output));
    return Optional.of(new FullDisk(where));
  }

  /** As whoever started the program knows it. */
  private static String name(MatchResult found) {
    return STAGING.matcher(found.group(1)).replaceAll("$1");
  }

  private static String ofExecutor(String output, MatchResult executor) {
    return "on %s where %s or the temporary files of executor %s lie (spark.local.dir, SPARK_LOCAL_DIRS)"
        .formatted(executor.group(1), output, executor.group(2));
  }

  private static String here(String output) {
    return "where %s or Spark's temporary files lie (spark.local.dir, SPARK_LOCAL_DIRS, TMPDIR: %s)"
        .formatted(output, localFolders());
  }

  /** As Spark looks for them. */
  private static String localFolders() {
    return Stream.of(
            System.getenv("SPARK_LOCAL_DIRS"),
            System.getProperty("spark.local.dir"),
            System.getProperty("java.io.tmpdir"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  String message() {
    return "There is no space left %s: make room there, then run it again, a training with --resume"
        .formatted(where);
  }
}
