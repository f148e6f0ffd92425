package org.spiketrain.data.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * A corpus of recorded events.
 *
 * @param transform how recordings became frames
 * @param leastTimeSteps time steps of the shortest example
 * @param mostTimeSteps time steps of the longest example
 * @param events events of all recordings that became examples, as recorded
 * @param keptEvents those of them that are in a time step; -1 in frames of earlier versions, which
 *     did not count them
 * @param entries entries of all examples: positions in time and channel with events
 * @param sources the files, in the order of the examples' ids; none of a table
 * @param tables the table that is read in place of files, if it is one
 */
public record EventsCorpus(
    EventTransform.Settings transform,
    int leastTimeSteps,
    int mostTimeSteps,
    long events,
    long keptEvents,
    long entries,
    List<SourceFile> sources,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RecordingTable> tables)
    implements Corpus {
  /** A corpus of files. */
  public EventsCorpus(
      EventTransform.Settings transform,
      int leastTimeSteps,
      int mostTimeSteps,
      long events,
      long keptEvents,
      long entries,
      List<SourceFile> sources) {
    this(transform, leastTimeSteps, mostTimeSteps, events, keptEvents, entries, sources, List.of());
  }

  /**
   * One file of recordings.
   *
   * @param name its name, without folders
   * @param split what it was used for
   * @param recordings number of its recordings, with those set aside
   * @param bytes length of the HDF5 file, unpacked
   * @param sha256 digest of the file as it lies there, in hexadecimal
   */
  public record SourceFile(String name, Split split, long recordings, long bytes, String sha256) {}

  @Override
  public String kind() {
    return EventsKind.NAME;
  }

  private RecordingTable table() {
    return tables.isEmpty() ? RecordingTable.NONE : tables.get(0);
  }

  @Override
  public long seed() {
    return table().isDealt() ? table().seed() : 0;
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Manifest frames) {
    if (table().isNamed()) {
      return EventsSettings.keys(conf, frames.inputPath(), transform, table());
    }
    Map<Split, List<String>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.put(split, namesOf(split));
    }
    return EventsSettings.keys(conf, frames.inputPath(), transform, files);
  }

  @Override
  public boolean isOfThePlace(String key) {
    return EventsSettings.namesFiles(key) || Corpus.super.isOfThePlace(key);
  }

  List<String> namesOf(Split split) {
    return sources.stream()
        .filter(source -> source.split() == split)
        .map(SourceFile::name)
        .toList();
  }

  @Override
  public byte[] encoderEntry() {
    return encoderEntry(transform);
  }

  static byte[] encoderEntry(EventTransform.Settings transform) {
    return Json.bytes(transform);
  }

  @Override
  public List<String> notes(Manifest frames) {
    List<String> notes = new ArrayList<>();
    notes.add("%s of %d channels.".formatted(described(), frames.channels()));
    notes.addAll(frames.rejectNotes());
    notes.addAll(frames.weightNotes());
    return notes;
  }

  @Override
  public List<String> summary(Manifest frames) {
    long bytes = frames.bytes();
    long source = sources.stream().mapToLong(SourceFile::bytes).sum();
    String line =
        String.format(
            Locale.ROOT,
            "%s of %d channels; %,d bytes a recording",
            described(),
            frames.channels(),
            bytes / frames.total());
    return List.of(
        source == 0
            ? line
            : line
                + String.format(Locale.ROOT, ", %.2f of the HDF5 files", (double) bytes / source));
  }

  /**
   * Summary of the recorded events: 8,000 events read, 7,412 kept (588 left out, later than
   * data.events.duration-us); 50 time steps.
   */
  String described() {
    return "%s read%s; %s"
        .formatted(
            Wording.counted(events, "event"),
            kept(),
            Wording.range(leastTimeSteps, mostTimeSteps, "time step"));
  }

  private String kept() {
    if (keptEvents < 0) {
      return "";
    }
    if (keptEvents == events) {
      return ", all kept";
    }
    return String.format(
        Locale.ROOT,
        ", %,d kept (%,d left out, %s)",
        keptEvents,
        events - keptEvents,
        transform.framing().commonEndUs().isPresent()
            ? "later than data.events.duration-us"
            : "in no time step");
  }

  @Override
  public Optional<RawRecording> recorded(
      Configuration conf, Manifest frames, Example example, String source, Path scratch) {
    if (table().isNamed()) {
      return Optional.empty();
    }
    return StoredRecording.find(conf, new Path(frames.inputPath()), source, scratch)
        .filter(recording -> gave(recording, frames.classes().size(), example.frames()));
  }

  /** Returns whether frames were made of a recording: the file may be another one by now. */
  private boolean gave(RawRecording recording, int classes, SpikeFrames frames) {
    return recording.fault(classes, transform.sensorChannels()).isEmpty()
        && new EventTransform(transform)
            .frames(recording.times(), recording.units())
            .equals(frames);
  }
}
