package org.spiketrain.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * @param trained where examples have weights, by class the number of training examples that weigh
 *     more than 0; else empty
 * @param members of a {@linkplain FrameView view} the folders it refers to, which has no files of
 *     its own; else empty
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
    List<DataFile> files,
    // Manifests without weights stay as they were.
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> trained,
    // Those of frames that are no view too.
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Member> members) {
  /** The layout that this version writes and reads. */
  public static final int FORMAT_VERSION = 2;

  private static final int LABELS_SHOWN = 20;

  /** Content without weights. */
  public Manifest(
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
    this(
        formatVersion,
        createdBy,
        versions,
        inputPath,
        inputFingerprint,
        framesFingerprint,
        classes,
        counts,
        channels,
        corpus,
        rejects,
        files,
        Map.of(),
        List.of());
  }

  /** Content that refers to no others. */
  public Manifest(
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
      List<DataFile> files,
      Map<String, Long> trained) {
    this(
        formatVersion,
        createdBy,
        versions,
        inputPath,
        inputFingerprint,
        framesFingerprint,
        classes,
        counts,
        channels,
        corpus,
        rejects,
        files,
        trained,
        List.of());
  }

  public Manifest {
    classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
    files = List.copyOf(Objects.requireNonNull(files, "files"));
    Objects.requireNonNull(corpus, "corpus");
    Objects.requireNonNull(framesFingerprint, "framesFingerprint");
    Objects.requireNonNull(trained, "trained");
    members = List.copyOf(Objects.requireNonNull(members, "members"));
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
   * A folder of frames that a view refers to.
   *
   * @param path its path from the view's folder, or a whole one
   * @param ids number of ids that it takes: those of its rows are below
   * @param weights whether its rows have weights
   * @param files its files, by path below it
   */
  public record Member(String path, long ids, FrameWeights weights, List<DataFile> files) {
    public Member {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(weights, "weights");
      files = List.copyOf(Objects.requireNonNull(files, "files"));
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

  /** Length of all files, those of members too. */
  public long bytes() {
    return Stream.concat(files.stream(), members.stream().flatMap(one -> one.files().stream()))
        .mapToLong(DataFile::bytes)
        .sum();
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

  /** Whether the examples have weights. */
  public FrameWeights weights() {
    return trained.isEmpty() ? FrameWeights.ABSENT : FrameWeights.PRESENT;
  }

  /**
   * Number of examples that a network is trained on: those of the train split that weigh more than
   * 0.
   */
  public long totalTrained() {
    return classes.stream().mapToLong(this::totalTrained).sum();
  }

  /** Number of examples of a class that a network is trained on. */
  public long totalTrained(String name) {
    return trained.isEmpty() ? total(name, Split.TRAIN) : trained.getOrDefault(name, 0L);
  }

  /** Number of examples that a network is trained on, by class in label order. */
  public Map<String, Long> trainedByClass() {
    Map<String, Long> examples = new LinkedHashMap<>();
    classes.forEach(name -> examples.put(name, totalTrained(name)));
    return examples;
  }

  /** Says of weights what is worth knowing, if there are any. */
  public List<String> weightNotes() {
    if (trained.isEmpty()) {
      return List.of();
    }
    long weightless = total(Split.TRAIN) - totalTrained();
    return List.of(
        "Examples have weights%s."
            .formatted(
                weightless == 0
                    ? ""
                    : "; %s of the train split with a weight of 0 not trained on"
                        .formatted(Wording.counted(weightless, corpus.terms().example()))));
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

  /** The classes with the numbers of their examples. */
  public String labels() {
    String shown =
        classes.stream()
            .limit(LABELS_SHOWN)
            .map(name -> Wording.shortened(name) + " (" + Wording.count(total(name)) + ")")
            .collect(Collectors.joining(", ", "labels: ", ""));
    int more = classes.size() - LABELS_SHOWN;
    return more > 0 ? shown + " and " + Wording.counted(more, "other") : shown;
  }

  /** Number of examples in all splits. */
  public long total() {
    return Arrays.stream(Split.values()).mapToLong(this::total).sum();
  }
}
