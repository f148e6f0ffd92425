package org.spiketrain.data.events;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventsCorpus.SourceFile;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.Lack;
import org.spiketrain.data.io.SpikeHdf5.Labels;
import org.spiketrain.model.UserErrorException;

/**
 * The files of a corpus of events by split, each read once and found good.
 *
 * @param classes names of the classes in the order of the labels; files may name others where they
 *     are appended to a base
 */
record EventCorpus(String location, Map<Split, List<EventFileScan>> files, List<String> classes) {
  /**
   * Finds and scans the files; all executors can read the folder for what is unpacked.
   *
   * @param base the frames that these are appended to, if they are; one file is enough then, with
   *     classes in any order
   * @throws UserErrorException if there is no file to train on, a file cannot be used, or a file is
   *     in two splits
   */
  static EventCorpus open(
      SparkSession spark,
      EventsSettings settings,
      Path unpacked,
      Optional<BaseFrames<EventsCorpus>> base) {
    Configuration conf = spark.sessionState().newHadoopConf();
    String location = PathSetting.qualified(conf, "data.path", settings.path());
    List<Split> splits = new ArrayList<>();
    List<EventFile> all = new ArrayList<>();
    for (Split split : Split.values()) {
      for (EventFile file : settings.found(conf, split, Lack.of(base))) {
        if (all.contains(file)) {
          throw new UserErrorException(
              "%s is in the split %s and in another: name every file once"
                  .formatted(file.location(), split.label()));
        }
        splits.add(split);
        all.add(file);
      }
    }
    boolean enough = base.isPresent() ? !all.isEmpty() : splits.contains(Split.TRAIN);
    if (!enough) {
      throw new UserErrorException(
          "Folder %s has no file <name>_train.h5 or <name>_train.h5.gz: put the files there under their published names, or name them with data.events.train-files"
              .formatted(location));
    }
    List<EventFileScan> scans = EventFileScan.all(spark, all, unpacked, Labels.READ);
    scans.forEach(EventCorpus::checkNamedOnce);
    if (base.isEmpty()) {
      checkSameClasses(scans);
    }
    Map<Split, List<EventFileScan>> bySplit = new EnumMap<>(Split.class);
    for (int k = 0; k < scans.size(); k++) {
      bySplit.computeIfAbsent(splits.get(k), split -> new ArrayList<>()).add(scans.get(k));
    }
    return new EventCorpus(
        location, bySplit, base.map(BaseFrames::classes).orElse(scans.get(0).keys()));
  }

  private static void checkNamedOnce(EventFileScan scan) {
    if (Set.copyOf(scan.keys()).size() < scan.keys().size()) {
      throw new UserErrorException(
          "%s names a class twice in /extra/keys: expected every class once"
              .formatted(scan.file().location()));
    }
  }

  private static void checkSameClasses(List<EventFileScan> scans) {
    EventFileScan first = scans.get(0);
    for (EventFileScan scan : scans) {
      if (!scan.keys().equals(first.keys())) {
        throw new UserErrorException(
            "%s and %s have other classes in /extra/keys, %s and %s: put files of one data set into the folder"
                .formatted(
                    first.file().location(), scan.file().location(), first.keys(), scan.keys()));
      }
    }
  }

  /** By the path of each file that is read, the class of each of its labels; -1 of unknown ones. */
  Map<String, int[]> labels() {
    return files.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                EventFileScan::readable,
                scan -> scan.keys().stream().mapToInt(classes::indexOf).toArray()));
  }

  /** SHA-256 over the splits, names and digests of the files, in hexadecimal. */
  String fingerprint() {
    return SourceFiles.fingerprint(
        sources().stream()
            .flatMap(file -> Stream.of(file.split().label(), file.name(), file.sha256())));
  }

  /** The files in the order of the examples' ids. */
  List<SourceFile> sources() {
    List<SourceFile> sources = new ArrayList<>();
    files.forEach(
        (split, scans) ->
            scans.forEach(
                scan ->
                    sources.add(
                        new SourceFile(
                            scan.file().name(), split, scan.rows(), scan.bytes(), scan.sha256()))));
    return sources;
  }

  /** The recordings of a split in ranges of nearly the same length. */
  List<RecordingRange> ranges(Split split, int most) {
    List<RecordingRange> ranges = new ArrayList<>();
    long id = firstId(split);
    for (EventFileScan scan : files.getOrDefault(split, List.of())) {
      ranges.addAll(scan.ranges(scan.file().name(), id, most));
      id += scan.rows();
    }
    return ranges;
  }

  private long firstId(Split split) {
    return files.entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(split) < 0)
        .flatMap(entry -> entry.getValue().stream())
        .mapToLong(EventFileScan::rows)
        .sum();
  }
}
