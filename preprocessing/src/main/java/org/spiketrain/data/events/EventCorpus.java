package org.spiketrain.data.events;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventsCorpus.SourceFile;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SpikeHdf5.Labels;
import org.spiketrain.model.UserErrorException;

/** The files of a corpus of events by split, each read once and found good. */
record EventCorpus(String location, Map<Split, List<EventFileScan>> files) {
  /**
   * Finds and scans the files; all executors can read the folder for what is unpacked.
   *
   * @throws UserErrorException if there is no file to train on, a file cannot be used, or a file is
   *     in two splits
   */
  static EventCorpus open(SparkSession spark, EventsSettings settings, Path unpacked) {
    Configuration conf = spark.sessionState().newHadoopConf();
    String location = PathSetting.qualified(conf, "data.path", settings.path());
    List<Split> splits = new ArrayList<>();
    List<EventFile> all = new ArrayList<>();
    for (Split split : Split.values()) {
      for (EventFile file : settings.found(conf, split)) {
        if (all.contains(file)) {
          throw new UserErrorException(
              "%s is in the split %s and in another: name every file once"
                  .formatted(file.location(), split.label()));
        }
        splits.add(split);
        all.add(file);
      }
    }
    if (!splits.contains(Split.TRAIN)) {
      throw new UserErrorException(
          "Folder %s has no file <name>_train.h5 or <name>_train.h5.gz: put the files there under their published names, or name them with data.events.train-files"
              .formatted(location));
    }
    List<EventFileScan> scans = EventFileScan.all(spark, all, unpacked, Labels.READ);
    checkClasses(scans);
    Map<Split, List<EventFileScan>> bySplit = new EnumMap<>(Split.class);
    for (int k = 0; k < scans.size(); k++) {
      bySplit.computeIfAbsent(splits.get(k), split -> new ArrayList<>()).add(scans.get(k));
    }
    return new EventCorpus(location, bySplit);
  }

  private static void checkClasses(List<EventFileScan> scans) {
    EventFileScan first = scans.get(0);
    if (Set.copyOf(first.keys()).size() < first.keys().size()) {
      throw new UserErrorException(
          "%s names a class twice in /extra/keys: expected every class once"
              .formatted(first.file().location()));
    }
    for (EventFileScan scan : scans) {
      if (!scan.keys().equals(first.keys())) {
        throw new UserErrorException(
            "%s and %s have other classes in /extra/keys, %s and %s: put files of one data set into the folder"
                .formatted(
                    first.file().location(), scan.file().location(), first.keys(), scan.keys()));
      }
    }
  }

  List<String> classes() {
    return files.values().iterator().next().get(0).keys();
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
