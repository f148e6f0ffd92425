package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.SpikeFrames;

/** The sequence of one example between two stages of inference, as events or dense. */
public final class StageInput {
  private SparseRows events;
  private float[][] dense;
  private final int width;

  private StageInput(SparseRows events, float[][] dense, int width) {
    this.events = events;
    this.dense = dense;
    this.width = width;
  }

  /** Frames. */
  public static StageInput of(SpikeFrames frames) {
    return new StageInput(SparseRows.of(frames), null, frames.channels());
  }

  /** A sequence [time][width], of which nobody changes anything any more. */
  public static StageInput of(float[][] sequence) {
    return new StageInput(null, sequence, sequence.length == 0 ? 0 : sequence[0].length);
  }

  /** Number of time steps. */
  public int timeSteps() {
    return dense == null ? events.rows() : dense.length;
  }

  /** Values that are not zero, by step. */
  SparseRows events() {
    if (events == null) {
      events = SparseRows.of(dense);
    }
    return events;
  }

  /** The sequence [time][width]. Not to be changed. */
  public float[][] dense() {
    if (dense == null) {
      dense = new float[events.rows()][width];
      for (int t = 0; t < dense.length; t++) {
        for (int k = events.begin(t); k < events.end(t); k++) {
          dense[t][events.channel(k)] = events.value(k);
        }
      }
    }
    return dense;
  }
}
