package org.spiketrain.data.io;

/** Treatment of an output that is already there. */
public enum OutputMode {
  /** A user error; nothing is touched. */
  REFUSE_EXISTING,
  /** The old output is replaced, once the new one is complete. */
  OVERWRITE
}
