package org.spiketrain.preprocess.parquet;

import java.util.List;
import java.util.Map;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.preprocess.transform.Split;
import org.spiketrain.preprocess.transform.SplitSettings;

/**
 * What a folder of frames is and where it came from: enough to make it again. It lies in the folder
 * as {@code _manifest.json}, written last.
 *
 * @param formatVersion version of the folder's layout, {@link #FORMAT_VERSION}
 * @param createdBy what made it
 * @param versions the programs that made it
 * @param inputPath the corpus: its full path, or {@code builtin:} and a name
 * @param inputFingerprint SHA-256 over the corpus' sorted file names and contents
 * @param framesFingerprint SHA-256 over the input's fingerprint and all settings: equal where the
 *     frames are equal
 * @param classes names of the classes in the order of the labels
 * @param counts number of examples by class, then by split ({@code train}, {@code validation},
 *     {@code test})
 * @param channels channels of the frames
 * @param letters the encoder's settings with their vocabulary: enough to encode further names
 * @param split the split protocol and its shares
 * @param seed the seed of the split
 * @param rejects number of rows set aside, by reason
 * @param duplicatesRemoved names left out because their class had them already
 * @param namesInSeveralClasses different names that more than one class has
 * @param files the Parquet files, by path below the folder
 */
public record Manifest(
    int formatVersion,
    String createdBy,
    Versions versions,
    String inputPath,
    String inputFingerprint,
    String framesFingerprint,
    List<String> classes,
    Map<String, Map<String, Long>> counts,
    int channels,
    LetterEncoder.Settings letters,
    SplitSettings split,
    long seed,
    Map<String, Long> rejects,
    long duplicatesRemoved,
    long namesInSeveralClasses,
    List<DataFile> files) {
  /** The layout that this version writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /**
   * One file of the folder.
   *
   * @param path path below the folder, such as {@code split=train/part-….parquet}
   * @param bytes its length
   */
  public record DataFile(String path, long bytes) {}

  /** Number of examples in a split, over all classes. */
  public long total(Split split) {
    return counts.values().stream().mapToLong(c -> c.getOrDefault(split.label(), 0L)).sum();
  }

  /** Number of examples in all splits. */
  public long total() {
    long total = 0;
    for (Split split : Split.values()) {
      total += total(split);
    }
    return total;
  }
}
