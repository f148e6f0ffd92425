package org.spiketrain.nightly;

import java.time.LocalDate;

/**
 * Data that were taken in; it lies beside their frames.
 *
 * @param night the night that took them
 * @param base whether the generation's encoder and classes come of them
 */
public record PartFacts(Increment increment, String night, boolean base) {
  /** Name of the folder of its frames. */
  public String name() {
    return base ? NightFolder.BASE : increment.id();
  }

  /** Returns whether they are of a day from {@code days} before that one to that one. */
  public boolean isWithin(int days, LocalDate day) {
    LocalDate own = LocalDate.parse(increment.date());
    return !own.isAfter(day) && own.isAfter(day.minusDays(days));
  }
}
