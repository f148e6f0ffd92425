package org.spiketrain.evaluate.baseline;

import org.spiketrain.data.DataKind;
import org.spiketrain.data.Manifest;

/**
 * What baselines are fitted to.
 *
 * @param manifest of the frames
 * @param classes number of classes, at least 1
 * @param seed of whatever is drawn
 */
public record BaselineTask(DataKind kind, Manifest manifest, int classes, long seed) {}
