package org.spiketrain.data.events;

/** Value of a frame where several events fall into one time step and channel. */
public enum CountMode {
  /** Number of events. */
  KEEP,
  /** 1, whatever their number. */
  CLIP
}
