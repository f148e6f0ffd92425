package org.spiketrain.nightly;

import java.util.List;

/**
 * What a night is going to do; written before anything else, so that a night that was interrupted
 * goes on with the same.
 *
 * @param asOf the day whose data it takes
 * @param generation number of the base that its frames go with, from 1
 * @param base data that the base is made of; none where it is there already
 * @param data data that are added to it
 * @param champion version of the model in use; 0 for none
 * @param notes what was noticed about the data that lie there
 */
public record NightPlan(
    String asOf,
    int generation,
    List<Increment> base,
    List<Increment> data,
    int champion,
    List<String> notes) {
  /** Returns whether there is nothing to take in. */
  public boolean isEmpty() {
    return base.isEmpty() && data.isEmpty();
  }
}
