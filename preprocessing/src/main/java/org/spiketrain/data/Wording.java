package org.spiketrain.data;

import java.util.Locale;

/** Numbers with what they count, the same in every locale. */
public final class Wording {
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

  /**
   * From so many to so many of something: 62 to 83 time steps, 50 time steps.
   *
   * @param thing one of them, of which an s makes several
   */
  public static String range(long least, long most, String thing) {
    return (least == most ? "" : count(least) + " to ") + counted(most, thing);
  }
}
