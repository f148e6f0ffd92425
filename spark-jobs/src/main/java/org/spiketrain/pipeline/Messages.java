package org.spiketrain.pipeline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;

/** Words messages as a user wants them, and finds in an error what a user can fix. */
public final class Messages {
  private static final int LONGEST_CHAIN = 50;

  private Messages() {}

  private static final Pattern SCHEME = Pattern.compile("\\bfile:(//)?(?=/)");

  /** As Spark 3.5 and 4 say it of a file whose contents their readers cannot read. */
  private static final Pattern UNREADABLE =
      Pattern.compile("Encountered error while reading file (\\S+?)\\.?(\\s|$)");

  /** Writes local paths as a shell takes them: Hadoop writes {@code file:} before them. */
  public static String plain(String text) {
    return SCHEME.matcher(text).replaceAll("");
  }

  /** Returns what is shown of an error: what can be fixed, or that nobody expected it. */
  public static String of(Exception e) {
    return fixable(e)
        .map(fixable -> plain(fixable.getMessage()))
        // Spark's messages go on with the stack traces of its tasks.
        .orElseGet(() -> "unexpected error: " + e.toString().lines().findFirst().orElseThrow());
  }

  /** Returns the cause that a user can fix, if there is one: Spark wraps what a task threw. */
  public static Optional<Throwable> fixable(Throwable e) {
    Optional<Throwable> ours =
        causes(e)
            .filter(t -> t instanceof UserErrorException || t instanceof ConfigErrorException)
            .findFirst();
    return ours.or(() -> unreadable(e));
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
                    "%s is damaged: restore it, or make it again".formatted(found.group(1)), e));
  }
}
