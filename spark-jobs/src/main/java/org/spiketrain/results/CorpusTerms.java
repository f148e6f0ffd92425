package org.spiketrain.results;

import org.spiketrain.data.parquet.Corpus;
import org.spiketrain.data.parquet.EventsCorpus;
import org.spiketrain.data.parquet.TextCorpus;

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
}
