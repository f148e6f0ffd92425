package org.spiketrain.results;

import java.util.Locale;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.events.EventsCorpus;
import org.spiketrain.data.events.FixedBins;
import org.spiketrain.data.text.TextCorpus;

/**
 * What a reader calls the things of a corpus.
 *
 * @param example one example
 * @param label one class
 */
public record CorpusTerms(String example, String label) {
  /** Names and their languages. */
  public static final CorpusTerms NAMES = new CorpusTerms("name", "language");

  /** Recordings of words. */
  public static final CorpusTerms EVENTS = new CorpusTerms("recording", "word");

  /** Sentences and their classes. */
  public static final CorpusTerms TEXT = new CorpusTerms("sentence", "label");

  /** The terms of a corpus. */
  public static CorpusTerms of(Corpus corpus) {
    if (corpus instanceof TextCorpus) {
      return TEXT;
    }
    return corpus instanceof EventsCorpus ? EVENTS : NAMES;
  }

  /**
   * What became of recorded events: 8,000 events read, 7,412 kept (588 left out, later than
   * data.events.duration-us); 50 time steps.
   */
  public static String events(EventsCorpus corpus) {
    return "%s read%s; %s"
        .formatted(
            NumberFormats.counted(corpus.events(), "event"),
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
}
