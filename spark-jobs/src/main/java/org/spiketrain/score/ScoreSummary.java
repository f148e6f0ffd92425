package org.spiketrain.score;

import java.util.List;
import org.spiketrain.results.CorpusTerms;

/**
 * What a scoring did.
 *
 * @param terms what users call the things that were scored
 * @param scored number of things scored
 * @param rejected number of rows that could not be scored
 * @param cut number of things that were scored by their beginning alone
 * @param withoutAny input files in which there is nothing, each with what it has instead
 * @param output folder of the scores
 * @param rejects folder of the rejects; there is none if nothing was rejected
 * @param seconds wall-clock time
 */
public record ScoreSummary(
    CorpusTerms terms,
    long scored,
    long rejected,
    long cut,
    List<String> withoutAny,
    String output,
    String rejects,
    double seconds) {}
