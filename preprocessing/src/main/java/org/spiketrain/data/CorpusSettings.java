package org.spiketrain.data;

/** What decides the frames of a corpus, by its kind. */
public sealed interface CorpusSettings permits NamesSettings, EventsSettings, TextSettings {
  /** Where the corpus is (key {@code data.path}). */
  String path();
}
