package org.spiketrain.preprocess;

import java.util.List;
import java.util.Map;
import org.spiketrain.preprocess.transform.EventTransform;
import org.spiketrain.preprocess.transform.Split;

/**
 * What decides the frames of a corpus of events.
 *
 * @param path the folder with the files (key {@code data.path})
 * @param files the files of each split, as paths below the folder; a split without an entry, or
 *     with an empty one, has the files that are named after it
 * @param transform how recordings become frames
 * @param recordingsPerFile recordings a Parquet file, at least 1; decides how the frames lie, not
 *     what they are
 */
public record EventsSettings(
    String path,
    Map<Split, List<String>> files,
    EventTransform.Settings transform,
    int recordingsPerFile)
    implements CorpusSettings {}
