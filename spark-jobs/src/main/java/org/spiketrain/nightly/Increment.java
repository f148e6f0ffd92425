package org.spiketrain.nightly;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Data that are taken in as one.
 *
 * @param id name of the partition or file, or made of a table's watermark; names its frames too
 * @param date day they are of, as in {@code 2026-11-30}; empty where their name says none
 * @param keys keys of the configuration by which they are read
 * @param content names and sizes of their files, or the rows' range, digested: another one means
 *     that they have changed
 * @param watermark of a table: the largest value in them; empty otherwise
 */
public record Increment(
    String id, String date, Map<String, String> keys, String content, String watermark) {
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(\\d{4})[-_.]?(\\d{2})[-_.]?(\\d{2})(?!\\d)");

  /** The first date in a name, as in {@code day=2026-11-30} or {@code names-20261130.csv}. */
  static String dateIn(String name) {
    return DATE.matcher(name)
        .results()
        .flatMap(found -> date(found).stream())
        .findFirst()
        .map(LocalDate::toString)
        .orElse("");
  }

  /** Nothing where it is some other number of eight digits. */
  private static Optional<LocalDate> date(MatchResult found) {
    try {
      return Optional.of(LocalDate.of(number(found, 1), number(found, 2), number(found, 3)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(MatchResult found, int group) {
    return Integer.parseInt(found.group(group));
  }

  /** The same, of that day where their name says none. */
  public Increment orOf(LocalDate day) {
    return date.isEmpty() ? new Increment(id, day.toString(), keys, content, watermark) : this;
  }
}
