package org.spiketrain.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.Causes;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.train.TaskMemoryException;

/** Words messages as a user wants them, and finds in an error what a user can fix. */
public final class Messages {
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

  private static final Pattern UNKNOWN_CODEC = Pattern.compile("Codec[\\s\\S]*was not found");

  private static final Pattern STILLBORN =
      Pattern.compile("The last \\d+ executors ended as they began, [^\\n]*");

  private Messages() {}

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
            .map(fixable -> Causes.of(fixable).any(cause -> cause instanceof IOException))
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
    return Causes.of(e)
        .first(t -> t instanceof UserErrorException || t instanceof ConfigErrorException);
  }

  private static Optional<Throwable> full(Throwable e) {
    return FullDisk.of(Causes.of(e)).map(disk -> new UserErrorException(disk.message(), e));
  }

  private static Optional<Throwable> unreadable(Throwable e) {
    return found(
        UNREADABLE,
        e,
        file ->
            (isOfUnknownCodec(e)
                    ? "%s is compressed with a codec that this Spark does not have: write it with zstd, snappy or gzip"
                    : "%s is damaged: restore it, or make it again")
                .formatted(file.group(1)));
  }

  /** Parquet's BadConfigurationException by its words; Brotli is the codec that pandas offers. */
  private static boolean isOfUnknownCodec(Throwable e) {
    return Causes.of(e).find(UNKNOWN_CODEC).isPresent();
  }

  private static Optional<Throwable> lost(Throwable e) {
    return found(
        LOST,
        e,
        task ->
            "An executor was lost, and with it a task for the %s. time, which is as often as spark.task.maxFailures lets it fail (%s): look at the executor's log, set that higher, and run it again, a training with --resume"
                .formatted(task.group(1), task.group()));
  }

  private static Optional<Throwable> unable(Throwable e) {
    return found(
        STILLBORN,
        e,
        executors ->
            executors.group()
                + ": mend what it says on that machine, and run it again, a training with --resume");
  }

  /** Of the heap, or of what lies outside of it: arrays of ND4J, threads, buffers. */
  private static Optional<Throwable> outOfMemory(Throwable e) {
    return Causes.of(e)
        .first(cause -> cause instanceof OutOfMemoryError || cause instanceof TaskMemoryException)
        .map(
            cause ->
                new UserErrorException(
                    "There was not enough memory (%s): give the driver more (--driver-memory) and executors (spark.executor.memory, spark.executor.memoryOverhead), or do less at a time (ablation.parallel, training.batch-size)"
                        .formatted(cause.getMessage()),
                    e));
  }

  private static Optional<Throwable> stopped(Throwable e) {
    return found(
        STOPPED,
        e,
        words ->
            "Spark has stopped this application, for a reason that its log says: its master does not answer (one of another version than this Spark takes the connection and says nothing), or it was killed. Run it again, a training with --resume");
  }

  /** An error whose message a cause's words give. */
  private static Optional<Throwable> found(
      Pattern words, Throwable e, Function<MatchResult, String> message) {
    return Causes.of(e).find(words).map(found -> new UserErrorException(message.apply(found), e));
  }
}
