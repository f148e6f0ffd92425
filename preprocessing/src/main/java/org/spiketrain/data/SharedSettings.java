package org.spiketrain.data;

/**
 * Settings that all kinds of data share.
 *
 * @param path where the corpus is (key {@code data.path}), a path or {@code builtin:} and a name
 * @param split how examples that come without splits are assigned to them
 * @param seed seed of all that is random
 */
public record SharedSettings(String path, SplitSettings split, long seed) {}
