package org.spiketrain.data.io;

import java.io.Serializable;

/**
 * Neighbouring recordings of one file: what one task reads.
 *
 * @param file name of the file, as users know it
 * @param readable path of the HDF5 file
 * @param firstRow number of the first recording in the file, from 0
 * @param rows number of recordings, at least 1
 * @param firstId id of the first recording among all of the corpus
 */
public record RecordingRange(String file, String readable, long firstRow, int rows, long firstId)
    implements Serializable {}
