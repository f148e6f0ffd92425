package org.spiketrain.job.cli;

import java.util.Locale;

/** Numbers with what they count. */
final class Wording {
  private Wording() {}

  /** So many names: 1 name, 20,074 names. */
  static String names(long count) {
    return counted(count, "name");
  }

  /**
   * So many of something.
   *
   * @param thing one of them, of which an s makes several
   */
  static String counted(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
