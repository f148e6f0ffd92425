package org.spiketrain.data;

import org.spiketrain.data.table.CorpusTable;

/**
 * Settings that all kinds of data share.
 *
 * @param path where the corpus is (key {@code data.path}), a path or {@code builtin:} and a name
 * @param table a table in place of files at that path, for kinds that can read one
 * @param split how examples that come without splits are assigned to them
 * @param seed seed of all that is random
 */
public record SharedSettings(String path, CorpusTable table, SplitSettings split, long seed) {}
