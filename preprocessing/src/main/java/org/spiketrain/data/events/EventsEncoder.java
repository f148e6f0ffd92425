package org.spiketrain.data.events;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.RecordingEncoder.Encoded;
import org.spiketrain.data.RecordingRows;
import org.spiketrain.data.events.EventTransform.Framed;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SpikeHdf5;
import org.spiketrain.data.io.SpikeHdf5.Labels;

/** Makes frames of recordings of events; labels are not looked at. */
public record EventsEncoder(EventTransform.Settings transform) implements RecordingEncoder {
  @Override
  public int channels() {
    return transform.channels();
  }

  @Override
  public boolean reads(String fileName) {
    return Compression.of(fileName).isPresent();
  }

  @Override
  public String wanted() {
    return "recordings of %d channels, with times in seconds".formatted(transform.sensorChannels());
  }

  @Override
  public String endings() {
    return ".h5, .h5.gz or .h5.zip";
  }

  @Override
  public List<RecordingRange> ranges(
      SparkSession spark,
      List<String> locations,
      List<String> names,
      Path scratch,
      LongToIntFunction most) {
    List<EventFile> files = locations.stream().map(EventFile::new).toList();
    List<EventFileScan> scans = EventFileScan.all(spark, files, scratch, Labels.IGNORED);
    int length = most.applyAsInt(scans.stream().mapToLong(EventFileScan::rows).sum());
    List<RecordingRange> ranges = new ArrayList<>();
    long id = 0;
    for (int k = 0; k < scans.size(); k++) {
      ranges.addAll(scans.get(k).ranges(names.get(k), id, length));
      id += scans.get(k).rows();
    }
    return ranges;
  }

  @Override
  public Optional<RecordingRows> rows() {
    return Optional.of(new EventRows(transform));
  }

  @Override
  public Iterator<Encoded> read(Configuration conf, RecordingRange range) {
    SpikeHdf5 file = SpikeHdf5.openForTask(conf, range, Labels.IGNORED);
    EventTransform made = new EventTransform(transform);
    return LongStream.range(range.firstRow(), range.firstRow() + range.rows())
        .mapToObj(row -> encoded(row, file.recording(row), made))
        .iterator();
  }

  private Encoded encoded(long row, Optional<RawRecording> read, EventTransform made) {
    Optional<String> fault =
        read.map(one -> one.faultOfEvents(transform.sensorChannels()))
            .orElse(Optional.of(RawRecording.DAMAGED))
            .or(() -> read.flatMap(one -> made.fault(one.times())));
    if (fault.isPresent()) {
      return new Encoded(row, Optional.empty(), fault.get());
    }
    RawRecording recording = read.orElseThrow();
    Framed framed = made.framed(recording.times(), recording.units());
    return framed
        .faultOfScored(recording.times().length)
        .map(empty -> new Encoded(row, Optional.empty(), empty))
        .orElseGet(() -> new Encoded(row, Optional.of(framed.frames()), ""));
  }
}
