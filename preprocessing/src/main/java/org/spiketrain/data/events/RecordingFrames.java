package org.spiketrain.data.events;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.data.FrameRow;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * The rows of a range of recordings, made one by one as they are asked for. After the last one the
 * range's result is handed over.
 */
final class RecordingFrames implements Iterator<FrameRow> {
  private final RecordingRange range;
  private final UsableRecordings recordings;
  private final EventTransform transform;
  private final CollectionAccumulator<RangeResult> results;

  private final long[] examples;
  private int leastTimeSteps = Integer.MAX_VALUE;
  private int mostTimeSteps;
  private long events;
  private long keptEvents;
  private long entries;
  private boolean ended;

  RecordingFrames(
      RecordingRange range,
      Recordings recordings,
      List<String> classes,
      EventTransform.Settings settings,
      CollectionAccumulator<RangeResult> results) {
    this.range = range;
    int channels = settings.sensorChannels();
    this.recordings =
        new UsableRecordings(
            range, recordings, recording -> recording.fault(classes.size(), channels));
    this.transform = new EventTransform(settings);
    this.results = results;
    this.examples = new long[classes.size()];
  }

  @Override
  public boolean hasNext() {
    boolean more = recordings.hasNext();
    if (!more && !ended) {
      ended = true;
      results.add(result());
    }
    return more;
  }

  @Override
  public FrameRow next() {
    return example(recordings.next());
  }

  private RangeResult result() {
    return new RangeResult(
        range.firstId(),
        Arrays.stream(examples).boxed().toList(),
        leastTimeSteps,
        mostTimeSteps,
        events,
        keptEvents,
        entries,
        recordings.rejected());
  }

  private FrameRow example(RawRecording recording) {
    EventTransform.Framed framed = transform.framed(recording.times(), recording.units());
    SpikeFrames frames = framed.frames();
    examples[recording.label()]++;
    leastTimeSteps = Math.min(leastTimeSteps, frames.timeSteps());
    mostTimeSteps = Math.max(mostTimeSteps, frames.timeSteps());
    events += recording.times().length;
    keptEvents += framed.events();
    entries += frames.entries();
    long id = range.firstId() + recording.row() - range.firstRow();
    String speaker = recording.speaker() < 0 ? "" : "speaker " + recording.speaker();
    return FrameRow.of(
        new Example(id, recording.label(), "", frames),
        speaker,
        range.file() + ":" + recording.row());
  }
}
