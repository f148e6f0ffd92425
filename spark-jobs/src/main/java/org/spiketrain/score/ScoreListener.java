package org.spiketrain.score;

/** Watches a scoring. */
@FunctionalInterface
public interface ScoreListener {
  /** Nobody watches. */
  ScoreListener NONE = (rows, total) -> {};

  /**
   * Rows that are done, those of earlier runs among them; told about every second.
   *
   * @param total about how many there are; -1 while nobody knows
   */
  void scored(long rows, long total);
}
