package org.spiketrain.job.report;

import org.spiketrain.preprocess.parquet.Corpus;
import org.spiketrain.preprocess.parquet.EventsCorpus;

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

  /** The terms of a corpus. */
  public static Terms of(Corpus corpus) {
    return corpus instanceof EventsCorpus ? EVENTS : NAMES;
  }
}
