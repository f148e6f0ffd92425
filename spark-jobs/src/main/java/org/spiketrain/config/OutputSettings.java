package org.spiketrain.config;

import org.spiketrain.data.io.OutputMode;

/**
 * Where an experiment's files go.
 *
 * @param path folder on any Hadoop file system
 * @param mode what happens to earlier outputs there
 */
public record OutputSettings(String path, OutputMode mode) {}
