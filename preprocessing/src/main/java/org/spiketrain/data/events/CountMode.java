package org.spiketrain.data.events;

/** What a frame says where several events fall into one time step and channel. */
public enum CountMode {
  /** How many there are. */
  KEEP,
  /** That there are some: 1. */
  CLIP
}
