package org.spiketrain.benchmarks.events;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts the events that went by: JMH gives them a second, beside the recordings. */
@AuxCounters
@State(Scope.Thread)
public class EventCounter {
  public long events;
}
