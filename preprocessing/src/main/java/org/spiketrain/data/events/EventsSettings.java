package org.spiketrain.data.events;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.Lack;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.UserErrorException;

/**
 * Settings that determine the frames of a corpus of events.
 *
 * @param path the folder with the files (key {@code data.path})
 * @param files the files of each split, as paths below the folder; a split without an entry, or
 *     with an empty one, has the files that are named after it
 * @param transform how recordings become frames
 * @param recordingsPerFile recordings a Parquet file, at least 1; decides how the frames lie, not
 *     what they are
 * @param recordings a table in place of files
 */
public record EventsSettings(
    String path,
    Map<Split, List<String>> files,
    EventTransform.Settings transform,
    int recordingsPerFile,
    RecordingTable recordings)
    implements CorpusSettings {
  /** Settings of files. */
  public EventsSettings(
      String path,
      Map<Split, List<String>> files,
      EventTransform.Settings transform,
      int recordingsPerFile) {
    this(path, files, transform, recordingsPerFile, RecordingTable.NONE);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventsSettings.class);
  private static final String NOTHING = "(none)";

  /**
   * The files of a split: those that are named, or else those that are named after it, {@code <any
   * prefix>_<split>.h5} with or without compression, sorted by name. One that lies there compressed
   * and uncompressed is then taken once, uncompressed.
   *
   * @param lack what becomes of a file that is named and is not there
   * @throws UserErrorException if one that is named is not there or has another ending, or if there
   *     is no folder at {@link #path}
   */
  List<EventFile> found(Configuration conf, Split split, Lack lack) {
    if (!named(split).isEmpty()) {
      List<Path> folders = SourceFiles.folders(path);
      return named(split).stream()
          .flatMap(name -> inFolders(conf, folders, PathSetting.parse(key(split), name), lack))
          .distinct()
          .map(file -> file(conf, file, key(split)))
          .toList();
    }
    String part = split.published();
    Map<Path, EventFile> byStem = new LinkedHashMap<>();
    SourceFiles.list(conf, path, ".h5 or .h5.gz files", name -> Compression.of(name).isPresent())
        .stream()
        .sorted(Comparator.comparing(Path::getName))
        .forEach(
            file ->
                byStem.putIfAbsent(
                    new Path(file.getParent(), stem(file.getName())),
                    new EventFile(file.toString())));
    return byStem.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().getName().endsWith("_" + part)
                    || entry.getKey().getName().equals(part))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The files of that name: not every one of several folders has one for each split. */
  private static Stream<Path> inFolders(
      Configuration conf, List<Path> folders, Path name, Lack lack) {
    List<Path> there =
        folders.stream()
            .map(folder -> new Path(folder, name))
            .filter(file -> FileSystems.exists(conf, file))
            .toList();
    return there.isEmpty() && lack == Lack.REFUSED
        ? Stream.of(new Path(folders.get(0), name))
        : there.stream();
  }

  private static String stem(String fileName) {
    String ending = Compression.of(fileName).map(Compression::ending).orElse("");
    return fileName.substring(0, fileName.length() - ending.length());
  }

  private static EventFile file(Configuration conf, Path file, String key) {
    try {
      if (Compression.of(file.getName()).isPresent() && FileSystems.of(conf, file).exists(file)) {
        return new EventFile(file.toString());
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s: %s. Name files that can be read (%s)"
              .formatted(file, e.getMessage(), key),
          e);
    }
    throw new UserErrorException(
        "There is no file %s: expected files that end in .h5, .h5.gz or .h5.zip (%s)"
            .formatted(file, key));
  }

  private List<String> named(Split split) {
    return files.getOrDefault(split, List.of());
  }

  private static String key(Split split) {
    return "data.events.%s-files".formatted(split.label());
  }

  /** Returns whether a key names the files of a split. */
  static boolean namesFiles(String key) {
    return Arrays.stream(Split.values()).anyMatch(split -> key(split).equals(key));
  }

  @Override
  public String kind() {
    return EventsKind.NAME;
  }

  @Override
  public CorpusTable table() {
    return recordings.corpus();
  }

  @Override
  public Optional<byte[]> encoderEntry() {
    return Optional.of(EventsCorpus.encoderEntry(transform));
  }

  @Override
  public Manifest preprocess(
      SparkSession spark, String outputDir, OutputMode mode, List<Path> dependants) {
    return EventsPreprocessor.run(spark, this, outputDir, mode, dependants);
  }

  @Override
  public Manifest append(SparkSession spark, Path base, String outputDir, OutputMode mode) {
    Configuration conf = spark.sessionState().newHadoopConf();
    Map<String, Object> keys =
        recordings.isNamed()
            ? keys(conf, path, transform, recordings)
            : keys(conf, path, transform, Map.of());
    BaseFrames<EventsCorpus> frames =
        BaseFrames.read(conf, base, keys, EventsCorpus.class, outputDir);
    return EventsPreprocessor.append(spark, this, frames, outputDir, mode);
  }

  @Override
  public void check(KeyReader keys) {
    recordings.check(keys);
    for (Split split : Split.values()) {
      if (recordings.isNamed() && !named(split).isEmpty()) {
        throw keys.bad(key(split), "nothing where data.source is set");
      }
    }
    if (!recordings.isNamed() && path.startsWith(SourceFiles.BUILTIN)) {
      throw keys.bad("data.path", "a folder of .h5 or .h5.gz files with data.kind events");
    }
  }

  @Override
  public boolean leavesEmpty(Split split) {
    return recordings.isDealt() && recordings.split().leavesEmpty(split);
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Corpus made) {
    if (recordings.isNamed()) {
      return keys(conf, path, transform, recordings);
    }
    Map<Split, List<String>> found = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<String> before = made instanceof EventsCorpus own ? own.namesOf(split) : List.of();
      found.put(split, names(conf, split, before));
    }
    return keys(conf, path, transform, found);
  }

  /**
   * Names of the files that a split would be made of now. Frames may be used where files that they
   * were made of are no more: what was not named, and is not there, is no difference.
   */
  private List<String> names(Configuration conf, Split split, List<String> made) {
    List<String> named = named(split);
    if (!named.isEmpty()) {
      return named.stream().map(EventsSettings::withoutFolders).toList();
    }
    Path folder = PathSetting.parse("data.path", path);
    if (!FileSystems.exists(conf, folder)) {
      return made;
    }
    List<String> found = found(conf, split, Lack.REFUSED).stream().map(EventFile::name).toList();
    List<String> gone = made.stream().filter(name -> !found.contains(name)).toList();
    if (!made.containsAll(found)
        || gone.stream().anyMatch(name -> FileSystems.exists(conf, new Path(folder, name)))) {
      return found;
    }
    if (!gone.isEmpty()) {
      LOG.warn("The frames are made of {} too, which {} has no more", gone, path);
    }
    return made;
  }

  private static String withoutFolders(String name) {
    return PathSetting.parse("data.path", name).getName();
  }

  static Map<String, Object> keys(
      Configuration conf,
      String path,
      EventTransform.Settings transform,
      Map<Split, List<String>> files) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", EventsKind.NAME);
    keys.put("data.path", PathSetting.qualified(conf, "data.path", path));
    files.forEach(
        (split, names) ->
            keys.put(key(split), names.isEmpty() ? NOTHING : String.join(",", names)));
    putTransform(keys, transform);
    return keys;
  }

  static Map<String, Object> keys(
      Configuration conf, String path, EventTransform.Settings transform, RecordingTable table) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", EventsKind.NAME);
    if (!table.corpus().isOfCatalogue()) {
      keys.put("data.path", PathSetting.qualified(conf, "data.path", path));
    }
    keys.putAll(table.keys());
    putTransform(keys, transform);
    return keys;
  }

  private static void putTransform(Map<String, Object> keys, EventTransform.Settings transform) {
    keys.put(EventsKind.SECTION + "channels", transform.sensorChannels());
    keys.put(EventsKind.SECTION + "time-factor", transform.downsample().timeFactor());
    keys.put(EventsKind.SECTION + "spatial-factor", transform.downsample().spatialFactor());
    keys.put(EventsKind.SECTION + "summed-channels", transform.summedChannels());
    keys.put(EventsKind.SECTION + "framing", transform.framing());
    keys.put(EventsKind.SECTION + "counts", transform.counts().name().toLowerCase(Locale.ROOT));
  }
}
