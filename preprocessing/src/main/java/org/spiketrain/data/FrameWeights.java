package org.spiketrain.data;

import java.util.Map;
import org.spiketrain.model.UserErrorException;

/** Whether the examples of frames have weights, in a column of their own. */
public enum FrameWeights {
  ABSENT,
  PRESENT;

  /**
   * Refuses frames whose training examples all weigh 0.
   *
   * @param trained number of those that weigh more by class; empty where there are no weights
   */
  public static Map<String, Long> checked(Map<String, Long> trained) {
    if (!trained.isEmpty() && trained.values().stream().allMatch(count -> count == 0)) {
      throw nothingWeighs();
    }
    return trained;
  }

  /** The refusal of frames that leave nothing to train on. */
  public static UserErrorException nothingWeighs() {
    return new UserErrorException(
        "All examples of the train split weigh 0, so that there is nothing to train on: look at the column that data.source.weight names, or leave it empty");
  }
}
