package org.spiketrain.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them, and with what they count, the same in every locale. */
public final class Wording {
  /** Characters of a text that are shown. */
  private static final int LONGEST = 60;

  private Wording() {}

  /** A count with its thousands apart: 20,074. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * So many of something: 1 round, 20,074 rounds.
   *
   * @param thing one of them, of which an s makes several
   */
  public static String counted(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** The beginning of a text that others wrote, on one line: control characters become spaces. */
  public static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /**
   * From so many to so many of something: 62 to 83 time steps, 50 time steps.
   *
   * @param thing one of them, of which an s makes several
   */
  public static String range(long least, long most, String thing) {
    return (least == most ? "" : count(least) + " to ") + counted(most, thing);
  }

  /** A fraction in [0, 1] with two digits: 0.87. */
  public static String fraction(double fraction) {
    return String.format(Locale.ROOT, "%.2f", fraction);
  }

  /** A fraction in [0, 1] as a percentage with one digit: 87.3 %. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }

  /** A score in [0, 1] with three digits: 0.873. */
  public static String score(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }

  /** Three significant digits: 0.0312. */
  public static String significant(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(3)).toPlainString()
        : Double.toString(value);
  }

  /** A time as a reader says it: 42 s, 5 min 7 s, 2 h 3 min. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
