package org.spiketrain.score;

/**
 * A name and its place.
 *
 * @param row the line of the file on which it stands, from 1; in a Parquet file, which has no
 *     lines, the number of its row
 */
record NumberedText(RawText name, long row) {}
