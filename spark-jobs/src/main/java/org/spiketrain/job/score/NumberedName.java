package org.spiketrain.job.score;

/**
 * A name and its place.
 *
 * @param row the line of the file on which it stands, from 1; in a Parquet file, which has no
 *     lines, the number of its row
 */
record NumberedName(RawName name, long row) {}
