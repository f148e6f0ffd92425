package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.SpikeFrames;

/** The sequence of one example between two stages of inference, as events or dense. */
public final class StageInput {
  private SpikeRows events;
  private float[][] dense;
  private final int width;

  private StageInput(SpikeRows events, float[][] dense, int width) {
    this.events = events;
    this.dense = dense;
    this.width = width;
  }

  /** Frames. */
  public static StageInput of(SpikeFrames frames) {
    return new StageInput(SpikeRows.of(frames), null, frames.channels());
  }

  /** A sequence [time][width], of which nobody changes anything any more. */
  public static StageInput of(float[][] sequence) {
    return new StageInput(null, sequence, sequence.length == 0 ? 0 : sequence[0].length);
  }

  /** Number of time steps. */
  public int timeSteps() {
    return dense == null ? events.timeSteps() : dense.length;
  }

  /** Values that are not zero, by step. */
  SpikeRows events() {
    if (events == null) {
      events = SpikeRows.of(dense);
    }
    return events;
  }

  /** The sequence [time][width]. Not to be changed. */
  public float[][] dense() {
    if (dense == null) {
      dense = new float[events.timeSteps()][width];
      for (int t = 0; t < dense.length; t++) {
        for (int k = events.begin(t); k < events.end(t); k++) {
          dense[t][events.channel(k)] = events.value(k);
        }
      }
    }
    return dense;
  }
}
