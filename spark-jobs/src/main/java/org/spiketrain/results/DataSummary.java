package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the data of a run is.
 *
 * @param splits names of the splits, in the order to be shown
 * @param counts number of examples by class, in label order, then by split
 * @param notes sentences worth knowing: where the data came from, what was left out
 */
public record DataSummary(
    List<String> splits, Map<String, Map<String, Long>> counts, List<String> notes) {

  /** Number of examples by split, over all classes. */
  public Map<String, Long> totals() {
    Map<String, Long> totals = new LinkedHashMap<>();
    counts.values().forEach(one -> one.forEach((split, n) -> totals.merge(split, n, Long::sum)));
    return totals;
  }
}
