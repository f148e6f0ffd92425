package org.spiketrain.pipeline;

import java.util.List;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.TakenData;

/** Follows a night: its experiment, and what becomes known beside it. */
public interface NightListener extends ExperimentListener {
  /** Nobody. */
  NightListener NOBODY = new NightListener() {};

  /** Called when it is known what a night does, and whether it goes on with one that stopped. */
  default void planned(String night, NightPlan plan, boolean again) {}

  /** Called when new data have become frames, and were looked at. */
  default void checked(List<TakenData> data, List<Check> checks) {}

  /** Called when candidate and champion have been compared. */
  default void judged(List<Condition> conditions) {}

  /** Called at the end. */
  default void over(NightRecord record) {}
}
