package org.spiketrain.job.report;

import org.spiketrain.preprocess.parquet.Corpus;
import org.spiketrain.preprocess.parquet.EventsCorpus;
import org.spiketrain.preprocess.parquet.TextCorpus;

/**
 * What a reader calls the things of a corpus.
 *
 * @param example one example
 * @param label one class
 */
public record Terms(String example, String label) {
  /** Names and their languages. */
  public static final Terms NAMES = new Terms("name", "language");

  /** Recordings of words. */
  public static final Terms EVENTS = new Terms("recording", "word");

  /** Sentences and their classes. */
  public static final Terms TEXT = new Terms("sentence", "label");

  /** The terms of a corpus. */
  public static Terms of(Corpus corpus) {
    if (corpus instanceof TextCorpus) {
      return TEXT;
    }
    return corpus instanceof EventsCorpus ? EVENTS : NAMES;
  }
}
