package org.spiketrain.data;

/** What decides the frames of a corpus, by its kind. */
public interface CorpusSettings {
  /** Where the corpus is (key {@code data.path}). */
  String path();
}
