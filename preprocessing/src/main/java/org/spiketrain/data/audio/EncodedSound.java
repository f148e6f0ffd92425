package org.spiketrain.data.audio;

import java.io.Serializable;
import org.spiketrain.data.Split;

/**
 * A sound file that became a recording.
 *
 * @param sound its name below the folder of words, such as {@code yes/0a7c2a8d_nohash_0.wav}
 * @param word its word
 * @param speaker who speaks
 * @param split part of the data that the recording is in
 * @param file name of the HDF5 file with it
 * @param recording its index in that file, from 0
 */
public record EncodedSound(
    String sound, String word, String speaker, Split split, String file, long recording)
    implements Serializable {}
