package org.spiketrain.data.names;

import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * What decides the frames of a names corpus.
 *
 * @param path the names folder, or {@code builtin:surnames} (key {@code data.path})
 * @param letters the encoder's settings; their vocabulary is counted anew
 * @param split the split protocol and its shares
 * @param seed seed of the stratified split
 */
public record NamesSettings(
    String path, LetterEncoder.Settings letters, SplitSettings split, long seed)
    implements CorpusSettings {}
