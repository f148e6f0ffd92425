package org.spiketrain.job.score;

/**
 * What a scoring did.
 *
 * @param scored number of names scored
 * @param rejected number of rows that could not be scored
 * @param output folder of the scores
 * @param rejects folder of the rejects; there is none if nothing was rejected
 * @param seconds wall-clock time
 */
public record ScoreSummary(
    long scored, long rejected, String output, String rejects, double seconds) {}
