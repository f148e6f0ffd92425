package org.spiketrain.data.text;

import org.spiketrain.data.CorpusSettings;

/**
 * What decides the frames of a corpus of sentences.
 *
 * @param path folder of its files, or {@code builtin:opinions} (key {@code data.path})
 * @param files which files, and their labels
 * @param encoding how sentences become frames
 * @param split how they are dealt out
 */
public record TextSettings(String path, TextFiles files, TextEncoding encoding, TextSplit split)
    implements CorpusSettings {}
