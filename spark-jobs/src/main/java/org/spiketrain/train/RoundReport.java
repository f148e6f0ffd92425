package org.spiketrain.train;

import org.spiketrain.results.HistoryRow.SplitScores;

/**
 * What is known of a training behind a round.
 *
 * @param round rounds done, over all resumptions
 * @param examples examples trained on, over all resumptions
 * @param total examples that will be trained on, unless patience comes to an end before
 * @param seconds wall-clock seconds of rounds and evaluations, over all resumptions
 * @param training mean scores of the training examples since the last evaluation, or of those
 *     before it if there are none since
 * @param averagingSeconds what of the rounds so far, of this process, was not the training of their
 *     slowest worker: parameters on their way, scheduling, adding up; 0 where that is not known
 * @param broadcastBytes bytes that this process has broadcast to begin rounds
 */
public record RoundReport(
    int round,
    long examples,
    long total,
    double seconds,
    SplitScores training,
    double averagingSeconds,
    long broadcastBytes) {}
