package org.spiketrain.data;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A folder with files of frames: that of a manifest, or one that a view refers to.
 *
 * @param folder where the files lie
 * @param files the files, by path below it
 * @param weights whether its rows have weights
 * @param firstId what is added to the ids of its rows
 */
record FrameFolder(
    Path folder, List<Manifest.DataFile> files, FrameWeights weights, long firstId) {}
