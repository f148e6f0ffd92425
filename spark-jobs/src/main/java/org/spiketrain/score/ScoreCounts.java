package org.spiketrain.score;

import java.util.List;

/**
 * What became of an input.
 *
 * @param scored number of things scored
 * @param rejected number of things that could not be scored
 * @param cut number of things scored by their beginning alone
 * @param withoutAny input files in which there is nothing, each with what it has instead
 */
record ScoreCounts(long scored, long rejected, long cut, List<String> withoutAny) {}
