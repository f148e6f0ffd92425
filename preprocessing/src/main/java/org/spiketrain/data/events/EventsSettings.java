package org.spiketrain.data.events;

import java.util.List;
import java.util.Map;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Split;

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
    implements CorpusSettings {
  /**
   * The files of a split: those that are named, or else those that are named after it.
   *
   * @param folder the folder at {@link #path}
   * @throws org.spiketrain.model.UserErrorException if one that is named is not there
   */
  public List<EventFile> found(EventFolder folder, Split split) {
    List<String> names = named(split);
    return names.isEmpty() ? folder.ofPart(split.published()) : folder.named(names, key(split));
  }

  /** The files that are named for a split, as paths below the folder. */
  public List<String> named(Split split) {
    return files.getOrDefault(split, List.of());
  }

  /** The configuration's key that names the files of a split. */
  public static String key(Split split) {
    return "data.events.%s-files".formatted(split.label());
  }
}
