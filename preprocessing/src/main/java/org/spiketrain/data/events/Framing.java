package org.spiketrain.data.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;

/** Rule by which the events of a recording are cut into time steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TimeWindows.class, name = "time-window"),
  @JsonSubTypes.Type(value = EventWindows.class, name = "event-count"),
  @JsonSubTypes.Type(value = TimeBins.class, name = "time-bins"),
  @JsonSubTypes.Type(value = EventBins.class, name = "event-bins"),
  @JsonSubTypes.Type(value = FixedBins.class, name = "fixed-bins")
})
public sealed interface Framing extends Serializable
    permits TimeWindows, EventWindows, TimeBins, EventBins, FixedBins {
  /** Treatment of the events after the last whole window. */
  enum Incomplete {
    /** They are left out. */
    DROP,
    /** They get a time step of their own, which other recordings' last steps are longer than. */
    KEEP
  }

  /**
   * The time steps of one recording.
   *
   * @param times times of its events in microseconds, ascending; at least one
   */
  Slices slices(int[] times);
}
