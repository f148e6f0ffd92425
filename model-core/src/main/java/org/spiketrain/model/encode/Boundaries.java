package org.spiketrain.model.encode;

/** Markers in the frames of a name for where it begins and ends. */
public enum Boundaries {
  /** Letters only: the first time step is the first letter. */
  NONE,

  /**
   * A marker of its own before the first letter and one after the last, a time step each, so that a
   * letter at either end can be told from the same letter inside.
   */
  MARKED
}
