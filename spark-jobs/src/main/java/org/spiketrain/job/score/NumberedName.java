package org.spiketrain.job.score;

/**
 * A name and its place.
 *
 * @param row its row in the file, from 1; a header is no row
 */
record NumberedName(RawName name, long row) {}
