package org.spiketrain.data.events;

import java.io.Serializable;
import org.spiketrain.data.events.EventTransform.Framed;
import org.spiketrain.data.io.RawRecording;

/**
 * Numbers of the frames that were made of a recording.
 *
 * @param events events of the recording
 * @param keptEvents those of them that are in a time step
 * @param entries entries of the frames
 * @param lastUs time of the last event in microseconds
 */
record FrameFacts(int timeSteps, int events, int keptEvents, int entries, int lastUs)
    implements Serializable {
  /** Of a recording of which no frames were made. */
  static final FrameFacts NONE = new FrameFacts(0, 0, 0, 0, 0);

  /** Of a recording with at least one event. */
  static FrameFacts of(RawRecording recording, Framed framed) {
    int[] times = recording.times();
    return new FrameFacts(
        framed.frames().timeSteps(),
        times.length,
        framed.events(),
        framed.frames().entries(),
        times[times.length - 1]);
  }
}
