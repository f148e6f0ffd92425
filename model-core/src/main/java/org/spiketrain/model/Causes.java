package org.spiketrain.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An error, what caused it and so on.
 *
 * @param all them, the error first
 */
public record Causes(List<Throwable> all) {
  /** A cause may be its own, by a detour. */
  private static final int LONGEST_CHAIN = 50;

  /** Returns those of an error. */
  public static Causes of(Throwable e) {
    return new Causes(
        Stream.iterate(e, t -> t != null, Throwable::getCause).limit(LONGEST_CHAIN).toList());
  }

  /** Returns the first that is as wanted. */
  public Optional<Throwable> first(Predicate<Throwable> wanted) {
    return all.stream().filter(wanted).findFirst();
  }

  /** Returns whether any is as wanted. */
  public boolean any(Predicate<Throwable> wanted) {
    return all.stream().anyMatch(wanted);
  }

  /** Finds a pattern in the first message that has it. */
  public Optional<MatchResult> find(Pattern pattern) {
    return messages()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .findFirst()
        .map(Matcher::toMatchResult);
  }

  private Stream<String> messages() {
    return all.stream().map(cause -> String.valueOf(cause.getMessage()));
  }
}
