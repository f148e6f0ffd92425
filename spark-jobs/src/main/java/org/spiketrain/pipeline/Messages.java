package org.spiketrain.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.train.TaskMemoryException;

/** Words messages as a user wants them, and finds in an error what a user can fix. */
public final class Messages {
  private static final int LONGEST_CHAIN = 50;

  private Messages() {}

  private static final Pattern SCHEME = Pattern.compile("\\bfile:(//)?(?=/)");

  private static final Pattern TRACE = Pattern.compile("(\\s*\\n\\s+at [^\\n]*)+\\n?");

  /** As Spark says that it gives up, and that it was not the task's own fault. */
  private static final Pattern LOST =
      Pattern.compile(
          "Task \\S+ in stage \\S+ failed (\\d+) times?, most recent failure: [^\\n]*?(ExecutorLostFailure|FetchFailed)[^\\n]*");

  private static final Pattern STOPPED =
      Pattern.compile("stopped SparkContext|LiveListenerBus is stopped");

  /** As Spark 3.5 and 4 say it of a file whose contents their readers cannot read. */
  private static final Pattern UNREADABLE =
      Pattern.compile("Encountered error while reading file (\\S+?)\\.?(\\s|$)");

  private static final Pattern STILLBORN =
      Pattern.compile("The last \\d+ executors ended as they began, [^\\n]*");

  /**
   * What a job ends by whose executors cannot begin, which {@link #fixable} finds again.
   *
   * @param last the host of the last one, its number and why it ended
   */
  static String stillborn(int executors, String last) {
    return "The last %d executors ended as they began, the last of them (%s)"
        .formatted(executors, last);
  }

  /** Writes local paths as a shell takes them: Hadoop writes {@code file:} before them. */
  public static String plain(String text) {
    return SCHEME.matcher(text).replaceAll("");
  }

  /** The same without the lines of traces that Hadoop's servers put into what they throw. */
  static String shown(String text) {
    return plain(TRACE.matcher(text).replaceAll(""));
  }

  /** Returns what is shown of an error: what can be fixed, or that nobody expected it. */
  public static String of(Throwable e) {
    return fixable(e)
        .map(fixable -> shown(fixable.getMessage()))
        // Spark's messages go on with the stack traces of its tasks.
        .orElseGet(() -> "unexpected error: " + named(e).lines().findFirst().orElseThrow());
  }

  /** What an initialiser has thrown is only in its cause. */
  private static String named(Throwable e) {
    return e instanceof ExceptionInInitializerError && e.getCause() != null
        ? e + ": " + e.getCause()
        : e.toString();
  }

  /**
   * Returns whether a second attempt may go better: what is refused for its own sake, such as a
   * setting or a training that diverges, ends the same way again, and so does a class that is not
   * there or a stack that is too deep; a lost executor may not be lost again, and memory is free
   * when others have ended.
   */
  static boolean mayPass(Throwable e) {
    if (e instanceof Error && outOfMemory(e).isEmpty()) {
      return false;
    }
    return lost(e).isPresent()
        || (ours(e).isEmpty() && outOfMemory(e).isPresent())
        || fixable(e)
            .map(fixable -> causes(fixable).anyMatch(cause -> cause instanceof IOException))
            .orElse(true);
  }

  /** Returns the cause that a user can fix, if there is one: Spark wraps what a task threw. */
  public static Optional<Throwable> fixable(Throwable e) {
    return ours(e)
        .or(() -> full(e))
        .or(() -> unreadable(e))
        .or(() -> lost(e))
        .or(() -> unable(e))
        .or(() -> outOfMemory(e))
        .or(() -> stopped(e));
  }

  private static Optional<Throwable> ours(Throwable e) {
    return causes(e)
        .filter(t -> t instanceof UserErrorException || t instanceof ConfigErrorException)
        .findFirst();
  }

  /** Of the heap, or of what lies outside of it: arrays of ND4J, threads, buffers. */
  private static Optional<Throwable> outOfMemory(Throwable e) {
    return causes(e)
        .filter(cause -> cause instanceof OutOfMemoryError || cause instanceof TaskMemoryException)
        .findFirst()
        .map(
            cause ->
                new UserErrorException(
                    "There was not enough memory (%s): give the driver more (--driver-memory) and executors (spark.executor.memory, spark.executor.memoryOverhead), or do less at a time (ablation.parallel, training.batch-size)"
                        .formatted(cause.getMessage()),
                    e));
  }

  private static Optional<Throwable> unable(Throwable e) {
    return causes(e)
        .map(cause -> STILLBORN.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            found ->
                new UserErrorException(
                    found.group()
                        + ": mend what it says on that machine, and run it again, a training with --resume",
                    e));
  }

  private static Optional<Throwable> stopped(Throwable e) {
    return causes(e)
        .filter(cause -> STOPPED.matcher(String.valueOf(cause.getMessage())).find())
        .findFirst()
        .map(
            cause ->
                new UserErrorException(
                    "Spark has stopped this application, for a reason that its log says: its master does not answer (one of another version than this Spark takes the connection and says nothing), or it was killed. Run it again, a training with --resume",
                    e));
  }

  private static Optional<Throwable> lost(Throwable e) {
    return causes(e)
        .map(cause -> LOST.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            found ->
                new UserErrorException(
                    "An executor was lost, and with it a task for the %s. time, which is as often as spark.task.maxFailures lets it fail (%s): look at the executor's log, set that higher, and run it again, a training with --resume"
                        .formatted(found.group(1), found.group()),
                    e));
  }

  private static Optional<Throwable> full(Throwable e) {
    return FullDisk.of(causes(e).toList()).map(disk -> new UserErrorException(disk.message(), e));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause).limit(LONGEST_CHAIN);
  }

  private static Optional<Throwable> unreadable(Throwable e) {
    return causes(e)
        .map(cause -> UNREADABLE.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            found ->
                new UserErrorException(
                    (isOfUnknownCodec(e)
                            ? "%s is compressed with a codec that this Spark does not have: write it with zstd, snappy or gzip"
                            : "%s is damaged: restore it, or make it again")
                        .formatted(found.group(1)),
                    e));
  }

  /** Parquet's BadConfigurationException by its words; Brotli is the codec that pandas offers. */
  private static boolean isOfUnknownCodec(Throwable e) {
    return causes(e)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> message.contains("Codec") && message.contains("was not found"));
  }
}
