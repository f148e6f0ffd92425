package org.spiketrain.data.audio;

/** Events of one recording, ascending in time. */
public final class SpikeEvents {
  private final float[] seconds;
  private final int[] units;

  SpikeEvents(float[] seconds, int[] units) {
    this.seconds = seconds;
    this.units = units;
  }

  /** Times in seconds. Not to be changed. */
  public float[] seconds() {
    return seconds;
  }

  /** Channels, as many as there are times. Not to be changed. */
  public int[] units() {
    return units;
  }
}
