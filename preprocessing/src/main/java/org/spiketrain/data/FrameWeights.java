package org.spiketrain.data;

import org.spiketrain.model.UserErrorException;

/** Whether the examples of frames have weights, in a column of their own. */
public enum FrameWeights {
  ABSENT,
  PRESENT;

  /** The refusal of frames that leave nothing to train on. */
  public static UserErrorException nothingWeighs() {
    return new UserErrorException(
        "All examples of the train split weigh 0, so that there is nothing to train on: look at the column that data.source.weight names, or leave it empty");
  }
}
