package org.spiketrain.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.spiketrain.model.UserErrorException;

/**
 * Content and provenance of a folder of frames: enough to make it again. It lies in the folder as
 * {@code _manifest.json}, written last.
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
 * @param corpus what there is to be said of this kind of corpus alone
 * @param rejects number of rows set aside, by reason
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
    Corpus corpus,
    Map<String, Long> rejects,
    List<DataFile> files) {
  /** The layout that this version writes and reads. */
  public static final int FORMAT_VERSION = 2;

  public Manifest {
    classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
    files = List.copyOf(Objects.requireNonNull(files, "files"));
    Objects.requireNonNull(corpus, "corpus");
    Objects.requireNonNull(framesFingerprint, "framesFingerprint");
    counts.values().forEach(bySplit -> bySplit.values().forEach(Objects::requireNonNull));
  }

  /**
   * One file of the folder.
   *
   * @param path path below the folder, such as {@code split=train/part-….parquet}
   * @param bytes its length
   */
  public record DataFile(String path, long bytes) {
    public DataFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * The corpus, which must be of a type.
   *
   * @throws UserErrorException if it is of another kind of data
   */
  public <C extends Corpus> C corpus(Class<C> type) {
    if (type.isInstance(corpus)) {
      return type.cast(corpus);
    }
    throw new UserErrorException(
        "The frames of %s were made of %ss: use frames of another kind of data"
            .formatted(inputPath, corpus.terms().example()));
  }

  /** Numbers of examples as {@link #counts} has them, of their number by label and split. */
  public static Map<String, Map<String, Long>> counts(
      List<String> classes, BiFunction<Integer, Split, Long> count) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (int label = 0; label < classes.size(); label++) {
      Map<String, Long> bySplit = new LinkedHashMap<>();
      for (Split split : Split.values()) {
        bySplit.put(split.label(), count.apply(label, split));
      }
      counts.put(classes.get(label), bySplit);
    }
    return counts;
  }

  /** Describes the rows that were set aside, one sentence for each reason. */
  public List<String> rejectNotes() {
    String line = corpus.terms().line();
    return rejects.entrySet().stream()
        .map(
            one ->
                "%s left out: %s.".formatted(Wording.counted(one.getValue(), line), one.getKey()))
        .toList();
  }

  /** Number of examples in a split, over all classes. */
  public long total(Split split) {
    return counts.values().stream().mapToLong(c -> c.getOrDefault(split.label(), 0L)).sum();
  }

  /** Number of examples of a class in a split. */
  public long total(String name, Split split) {
    return counts.getOrDefault(name, Map.of()).getOrDefault(split.label(), 0L);
  }

  /** Number of examples of a class in all splits. */
  public long total(String name) {
    return Arrays.stream(Split.values()).mapToLong(split -> total(name, split)).sum();
  }

  /** Number of examples in all splits. */
  public long total() {
    return Arrays.stream(Split.values()).mapToLong(this::total).sum();
  }
}
