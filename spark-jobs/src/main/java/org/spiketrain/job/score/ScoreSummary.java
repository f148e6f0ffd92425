package org.spiketrain.job.score;

import java.util.List;

/**
 * What a scoring did.
 *
 * @param scored number of names scored
 * @param rejected number of rows that could not be scored
 * @param withoutNames input files in which there is nothing, each with what it has instead
 * @param output folder of the scores
 * @param rejects folder of the rejects; there is none if nothing was rejected
 * @param seconds wall-clock time
 */
public record ScoreSummary(
    long scored,
    long rejected,
    List<String> withoutNames,
    String output,
    String rejects,
    double seconds) {}
