package org.spiketrain.data.events;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.RangeResult.RejectedRecording;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SpikeHdf5;
import org.spiketrain.model.frames.Example;

/**
 * The rows of the usable recordings of a range, made one by one as they are asked for; the others
 * are set aside. After the last one the range's result is handed over.
 */
final class RecordingFrames implements Iterator<Row> {
  private final RecordingRange range;
  private final Split split;
  private final SpikeHdf5 file;
  private final int classes;
  private final EventTransform.Settings settings;
  private final EventTransform transform;
  private final CollectionAccumulator<RangeResult> results;
  private final RangeResult result;
  private long row;
  private Optional<RawRecording> ready = Optional.empty();
  private boolean ended;

  RecordingFrames(
      RecordingRange range,
      Split split,
      SpikeHdf5 file,
      int classes,
      EventTransform.Settings settings,
      CollectionAccumulator<RangeResult> results) {
    this.range = range;
    this.split = split;
    this.file = file;
    this.classes = classes;
    this.settings = settings;
    this.transform = new EventTransform(settings);
    this.results = results;
    this.result = new RangeResult(range.firstId(), classes);
    this.row = range.firstRow();
  }

  @Override
  public boolean hasNext() {
    for (; ready.isEmpty() && row < range.firstRow() + range.rows(); row++) {
      ready = usable(file.recording(row));
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      results.add(result);
    }
    return ready.isPresent();
  }

  private Optional<RawRecording> usable(Optional<RawRecording> read) {
    Optional<String> fault =
        read.map(recording -> recording.fault(classes, settings.sensorChannels()))
            .orElse(Optional.of(RawRecording.DAMAGED));
    fault.ifPresent(reason -> result.reject(new RejectedRecording(range.file(), row, reason)));
    return fault.isEmpty() ? read : Optional.empty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more recordings that can be used");
    }
    RawRecording recording = ready.orElseThrow();
    ready = Optional.empty();
    EventTransform.Framed framed = transform.framed(recording.times(), recording.units());
    result.add(recording, framed);
    long id = range.firstId() + recording.row() - range.firstRow();
    return FrameParquet.row(
        new Example(id, recording.label(), "", framed.frames()),
        recording.speaker() < 0 ? "" : "speaker " + recording.speaker(),
        range.file() + ":" + recording.row(),
        split);
  }
}
