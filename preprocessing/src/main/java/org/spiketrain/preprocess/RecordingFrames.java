package org.spiketrain.preprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.preprocess.parquet.FrameRow;
import org.spiketrain.preprocess.source.RawRecording;
import org.spiketrain.preprocess.source.RecordingRange;
import org.spiketrain.preprocess.source.Recordings;
import org.spiketrain.preprocess.source.RejectReason;
import org.spiketrain.preprocess.transform.EventTransform;

/**
 * The rows of a range of recordings, made one by one as they are asked for. After the last one the
 * range's result is handed over.
 */
final class RecordingFrames implements Iterator<FrameRow> {
  private final RecordingRange range;
  private final Recordings recordings;
  private final List<String> classes;
  private final int channels;
  private final EventTransform transform;
  private final CollectionAccumulator<RangeResult> results;

  private final long[] examples;
  private final List<RangeResult.Reject> rejects = new ArrayList<>();
  private int leastTimeSteps = Integer.MAX_VALUE;
  private int mostTimeSteps;
  private long events;
  private long entries;
  private long row;
  private Optional<FrameRow> ready = Optional.empty();

  RecordingFrames(
      RecordingRange range,
      Recordings recordings,
      List<String> classes,
      EventTransform.Settings settings,
      CollectionAccumulator<RangeResult> results) {
    this.range = range;
    this.recordings = recordings;
    this.classes = classes;
    this.channels = settings.sensorChannels();
    this.transform = new EventTransform(settings);
    this.results = results;
    this.examples = new long[classes.size()];
    this.row = range.firstRow();
    advance();
  }

  @Override
  public boolean hasNext() {
    return ready.isPresent();
  }

  @Override
  public FrameRow next() {
    FrameRow next = ready.orElseThrow(() -> new NoSuchElementException("no more recordings"));
    advance();
    return next;
  }

  private void advance() {
    ready = Optional.empty();
    while (ready.isEmpty() && recordings.hasNext()) {
      ready = frames(recordings.next());
      row++;
    }
    if (ready.isEmpty()) {
      results.add(
          new RangeResult(
              range.firstId(),
              Arrays.stream(examples).boxed().toList(),
              leastTimeSteps,
              mostTimeSteps,
              events,
              entries,
              rejects));
    }
  }

  private Optional<FrameRow> frames(Optional<RawRecording> read) {
    Optional<RejectReason> fault =
        read.isEmpty()
            ? Optional.of(RejectReason.DAMAGED)
            : read.get().fault(classes.size(), channels);
    if (fault.isPresent()) {
      String name = read.map(RawRecording::label).flatMap(this::className).orElse("");
      rejects.add(new RangeResult.Reject(range.file(), row, name, fault.get()));
      return Optional.empty();
    }
    return read.map(this::example);
  }

  private Optional<String> className(int label) {
    return label >= 0 && label < classes.size()
        ? Optional.of(classes.get(label))
        : Optional.empty();
  }

  private FrameRow example(RawRecording recording) {
    SpikeFrames frames = transform.frames(recording.times(), recording.units());
    examples[recording.label()]++;
    leastTimeSteps = Math.min(leastTimeSteps, frames.timeSteps());
    mostTimeSteps = Math.max(mostTimeSteps, frames.timeSteps());
    events += recording.times().length;
    entries += frames.entries();
    long id = range.firstId() + recording.row() - range.firstRow();
    String speaker = recording.speaker() < 0 ? "" : "speaker " + recording.speaker();
    return FrameRow.of(
        new Example(id, recording.label(), "", frames),
        speaker,
        range.file() + ":" + recording.row());
  }
}
