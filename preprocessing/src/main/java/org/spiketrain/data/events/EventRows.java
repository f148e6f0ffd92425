package org.spiketrain.data.events;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.Reading;
import org.spiketrain.data.RecordingRows;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventTransform.Framed;
import org.spiketrain.data.io.Microseconds;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Makes frames of events in rows of tables, the same as of events in files. Times may be in any
 * unit that the time factor makes seconds of.
 */
record EventRows(EventTransform.Settings settings) implements RecordingRows {
  private static final String MISSING = "no times or no units";
  private static final String NULL_WITHIN = "null among times or units";
  private static final int NO_CHANNEL = -1;

  /** Settings by which events become frames whose times the factor has been at. */
  static EventTransform.Settings scaled(EventTransform.Settings settings) {
    return new EventTransform.Settings(
        settings.sensorChannels(),
        new Downsample(1, settings.downsample().spatialFactor()),
        settings.summedChannels(),
        settings.framing(),
        settings.counts());
  }

  /**
   * A row's events, and what became of them.
   *
   * @param recording its label is none
   * @param framed nothing where no frames were made
   * @param fault why the frames cannot be used; empty if they can
   */
  record Made(RawRecording recording, Optional<Framed> framed, String fault) {
    SpikeFrames frames() {
      return framed.orElseThrow().frames();
    }
  }

  @Override
  public List<Column> columns(String what, Dataset<Row> table, EventColumns names) {
    return names.in(what, table, settings.downsample().timeFactor());
  }

  @Override
  public Reader reader() {
    EventTransform transform = transform();
    return (times, units) -> {
      Made made =
          made(
              Optional.ofNullable(times).map(NumberArray.OfList::new),
              Optional.ofNullable(units).map(NumberArray.OfList::new),
              transform);
      String fault =
          made.framed
              .flatMap(framed -> framed.faultOfScored(made.recording.times().length))
              .orElse(made.fault);
      return fault.isEmpty() ? Reading.of(made.frames(), false) : Reading.unusable(fault);
    };
  }

  /** A transform for {@link #made}. */
  EventTransform transform() {
    return new EventTransform(scaled(settings));
  }

  Made made(
      Optional<? extends NumberArray> times,
      Optional<? extends NumberArray> units,
      EventTransform transform) {
    if (times.isEmpty() || units.isEmpty()) {
      return without(MISSING);
    }
    if (hasNull(times.get()) || hasNull(units.get())) {
      return without(NULL_WITHIN);
    }
    return made(recording(times.get(), units.get()), transform);
  }

  private Made made(RawRecording recording, EventTransform transform) {
    Optional<String> fault =
        recording
            .faultOfEvents(settings.sensorChannels())
            .or(() -> transform.fault(recording.times()));
    if (fault.isPresent()) {
      return new Made(recording, Optional.empty(), fault.get());
    }
    Framed framed = transform.framed(recording.times(), recording.units());
    return new Made(recording, Optional.of(framed), framed.fault().orElse(""));
  }

  private static Made without(String fault) {
    return new Made(new RawRecording(0, -1, -1, new int[0], new int[0]), Optional.empty(), fault);
  }

  private RawRecording recording(NumberArray times, NumberArray units) {
    int[] channels = new int[units.length()];
    for (int k = 0; k < channels.length; k++) {
      long unit = units.whole(k);
      channels[k] = unit == (int) unit ? (int) unit : NO_CHANNEL;
    }
    int[] microseconds =
        Microseconds.scaled(
            times.length(), times::microseconds, settings.downsample().timeFactor());
    return new RawRecording(0, -1, -1, microseconds, channels);
  }

  private static boolean hasNull(NumberArray numbers) {
    for (int k = 0; k < numbers.length(); k++) {
      if (numbers.isNull(k)) {
        return true;
      }
    }
    return false;
  }
}
