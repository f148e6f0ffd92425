package org.spiketrain.cli;

import java.util.Locale;
import org.spiketrain.data.parquet.EventsCorpus;
import org.spiketrain.data.transform.FixedBins;
import org.spiketrain.results.NumberFormats;

/** Numbers with what they count. */
final class Wording {
  private Wording() {}

  /** So many names: 1 name, 20,074 names. */
  static String names(long count) {
    return counted(count, "name");
  }

  /**
   * What became of recorded events: 8,000 events read, 7,412 kept (588 left out, later than
   * data.events.duration-us); 50 time steps.
   */
  static String events(EventsCorpus corpus) {
    return "%s read%s; %s"
        .formatted(
            counted(corpus.events(), "event"),
            kept(corpus),
            NumberFormats.range(corpus.leastTimeSteps(), corpus.mostTimeSteps(), "time step"));
  }

  private static String kept(EventsCorpus corpus) {
    if (corpus.keptEvents() < 0) {
      return "";
    }
    if (corpus.keptEvents() == corpus.events()) {
      return ", all kept";
    }
    return String.format(
        Locale.ROOT,
        ", %,d kept (%,d left out, %s)",
        corpus.keptEvents(),
        corpus.events() - corpus.keptEvents(),
        corpus.transform().framing() instanceof FixedBins
            ? "later than data.events.duration-us"
            : "in no time step");
  }

  /**
   * So many of something.
   *
   * @param thing one of them, of which an s makes several
   */
  static String counted(long count, String thing) {
    return NumberFormats.counted(count, thing);
  }
}
