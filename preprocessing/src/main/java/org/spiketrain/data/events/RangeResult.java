package org.spiketrain.data.events;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.data.io.RejectedRecording;

/**
 * Result for a range of recordings.
 *
 * @param firstId id of the range's first recording
 * @param examples number of examples made, by label
 * @param leastTimeSteps time steps of the shortest example; the greatest {@code int} if there is
 *     none
 * @param mostTimeSteps time steps of the longest example; 0 if there is none
 * @param events events of the recordings that became examples
 * @param keptEvents those of them that are in a time step
 * @param entries entries of the examples
 * @param rejects the recordings set aside
 */
record RangeResult(
    long firstId,
    List<Long> examples,
    int leastTimeSteps,
    int mostTimeSteps,
    long events,
    long keptEvents,
    long entries,
    List<RejectedRecording> rejects)
    implements Serializable {}
