package org.spiketrain.data.names;

import org.spiketrain.data.Corpus;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * A corpus of names.
 *
 * @param letters the encoder's settings with their vocabulary: enough to encode further names
 * @param split the split protocol and its shares
 * @param seed the seed of the split
 * @param duplicatesRemoved names left out because their class had them already
 * @param namesInSeveralClasses different names that more than one class has
 */
public record NamesCorpus(
    LetterEncoder.Settings letters,
    SplitSettings split,
    long seed,
    long duplicatesRemoved,
    long namesInSeveralClasses)
    implements Corpus {}
