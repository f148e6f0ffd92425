package org.spiketrain.model.kernel;

import java.io.Serializable;

/**
 * A layer for inference: no history, one example at a time, so that batch scoring and single
 * answers agree bit for bit. Holds its own copy of the parameters; safe for use by several threads.
 */
@FunctionalInterface
public interface InferenceStage extends Serializable {
  /**
   * Runs the layer over one example.
   *
   * @return its output [time][width]
   */
  float[][] run(StageInput input);
}
