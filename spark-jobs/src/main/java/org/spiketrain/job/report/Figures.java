package org.spiketrain.job.report;

import java.util.Locale;

/** Numbers as a reader wants them, the same in every locale. */
final class Figures {
  private Figures() {}

  /** A share in [0, 1] with two digits: 0.87. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.2f", share);
  }

  /** A share in [0, 1] as a percentage with one digit: 87.3 %. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A score in [0, 1] with three digits: 0.873. */
  static String score(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }

  /** A count with its thousands apart: 20,074. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
