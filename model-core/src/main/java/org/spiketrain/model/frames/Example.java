package org.spiketrain.model.frames;

import java.io.Serializable;

/**
 * One labelled example.
 *
 * @param id number of the example in reading order (files sorted by name, then lines), from 0
 * @param label index of its class, from 0
 * @param text what the frames were made from, empty where there is no text
 * @param frames its spike tensor
 * @param weight what a training multiplies its loss by, finite and at least 0; 1 where examples
 *     have none
 */
public record Example(long id, int label, String text, SpikeFrames frames, float weight)
    implements Serializable {
  /** An example without a weight of its own. */
  public Example(long id, int label, String text, SpikeFrames frames) {
    this(id, label, text, frames, 1f);
  }

  /** This example with another weight. */
  public Example weighing(float other) {
    return new Example(id, label, text, frames, other);
  }
}
