package org.spiketrain.nightly;

import java.util.ArrayList;
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
  /** The same with another champion, and a sentence on why. */
  public NightPlan with(int otherChampion, String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new NightPlan(asOf, generation, base, data, otherChampion, List.copyOf(all));
  }

  /** Returns whether there is nothing to take in. */
  public boolean isEmpty() {
    return base.isEmpty() && data.isEmpty();
  }
}
