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
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * The rows of the usable recordings of a range, made one by one as they are asked for; the others
 * are set aside. After the last one the range's result is handed over.
 */
final class RecordingFrames implements Iterator<Row> {
  private static final Optional<String> UNKNOWN_LABEL = Optional.of(LabelledRow.UNKNOWN_LABEL);

  private final RecordingRange range;
  private final Split split;
  private final SpikeHdf5 file;
  private final int[] labels;
  private final EventTransform.Settings settings;
  private final EventTransform transform;
  private final CollectionAccumulator<RangeResult> results;
  private final RangeResult result;
  private long row;
  private Optional<Usable> ready = Optional.empty();
  private boolean ended;

  private record Usable(RawRecording recording, SpikeFrames frames) {}

  /**
   * Opens nothing yet.
   *
   * @param labels the class of each label in the file; -1 where there is none
   * @param classes number of classes
   */
  RecordingFrames(
      RecordingRange range,
      Split split,
      SpikeHdf5 file,
      int[] labels,
      int classes,
      EventTransform.Settings settings,
      CollectionAccumulator<RangeResult> results) {
    this.range = range;
    this.split = split;
    this.file = file;
    this.labels = labels;
    this.settings = settings;
    this.transform = new EventTransform(settings);
    this.results = results;
    this.result = new RangeResult(range.firstId(), classes);
    this.row = range.firstRow();
  }

  @Override
  public boolean hasNext() {
    for (; ready.isEmpty() && row < range.firstRow() + range.rows(); row++) {
      ready = file.recording(row).map(this::usable).orElseGet(() -> reject(RawRecording.DAMAGED));
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      results.add(result);
    }
    return ready.isPresent();
  }

  private Optional<Usable> usable(RawRecording recording) {
    Optional<String> fault =
        recording
            .fault(labels.length, settings.sensorChannels())
            .or(() -> label(recording) < 0 ? UNKNOWN_LABEL : Optional.empty())
            .or(() -> transform.fault(recording.times()));
    if (fault.isPresent()) {
      return reject(fault.get());
    }
    EventTransform.Framed framed = transform.framed(recording.times(), recording.units());
    if (framed.fault().isPresent()) {
      result.addEmpty(recording.times().length);
      return reject(framed.fault().get());
    }
    result.add(label(recording), FrameFacts.of(recording, framed));
    return Optional.of(new Usable(recording, framed.frames()));
  }

  private int label(RawRecording recording) {
    return labels[recording.label()];
  }

  private Optional<Usable> reject(String reason) {
    result.reject(new RejectedRecording(range.file(), row, reason));
    return Optional.empty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more recordings that can be used");
    }
    Usable usable = ready.orElseThrow();
    RawRecording recording = usable.recording();
    ready = Optional.empty();
    long id = range.firstId() + recording.row() - range.firstRow();
    return FrameParquet.row(
        new Example(id, label(recording), "", usable.frames()),
        recording.speaker() < 0 ? "" : "speaker " + recording.speaker(),
        range.file() + ":" + recording.row(),
        split);
  }
}
