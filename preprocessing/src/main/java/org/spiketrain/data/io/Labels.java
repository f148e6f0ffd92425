package org.spiketrain.data.io;

/** Treatment of the labels in a file of recordings, and of the names of its classes. */
public enum Labels {
  /** They are read, and must be there. */
  READ,
  /** They need not be there and are not looked at; no recording has one. */
  IGNORED
}
