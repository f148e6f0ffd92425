package org.spiketrain.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.CountMode;
import org.spiketrain.data.events.Downsample;
import org.spiketrain.data.events.EventBins;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventWindows;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.events.FixedBins;
import org.spiketrain.data.events.Framing;
import org.spiketrain.data.events.TimeBins;
import org.spiketrain.data.events.TimeWindows;

/** Reads the keys of recorded events, all that begin with {@code data.events}. */
final class EventsReader {
  private static final String EVENTS = "data.events.";

  private final ConfigReader config;

  EventsReader(ConfigReader config) {
    this.config = config;
  }

  /**
   * The settings.
   *
   * @param path the corpus, which both kinds of data have
   */
  EventsSettings events(String path) {
    return new EventsSettings(
        path,
        files(),
        transform(),
        config.integer(EVENTS + "recordings-per-file", Range.fromTo(1, 1_000_000)));
  }

  private Map<Split, List<String>> files() {
    Map<Split, List<String>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      String names = config.text(EVENTS + split.label() + "-files");
      files.put(
          split,
          Arrays.stream(names.split(",", -1))
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .toList());
    }
    return files;
  }

  /** How recordings become frames. */
  EventTransform.Settings transform() {
    return new EventTransform.Settings(
        config.integer(EVENTS + "channels", Range.fromTo(1, 1_048_576)),
        new Downsample(
            config.number(EVENTS + "time-factor", Range.UP_TO_ONE),
            config.number(EVENTS + "spatial-factor", Range.UP_TO_ONE)),
        config.integer(EVENTS + "summed-channels", Range.from(1)),
        framing(),
        config.choice(EVENTS + "counts", CountMode.class));
  }

  /** Every key is read, those of the framings that are not chosen too. */
  private Framing framing() {
    FramingKind kind = config.choice(EVENTS + "framing", FramingKind.class);
    Framing.Incomplete incomplete = config.choice(EVENTS + "incomplete", Framing.Incomplete.class);
    long windowUs = config.whole(EVENTS + "window-us", Range.from(1));
    long overlapUs = config.whole(EVENTS + "overlap-us", Range.from(0));
    long startUs = config.whole(EVENTS + "start-us", Range.from(TimeWindows.OF_EVENTS));
    long endUs = config.whole(EVENTS + "end-us", Range.from(TimeWindows.OF_EVENTS));
    int windowEvents = config.integer(EVENTS + "window-events", Range.from(1));
    int overlapEvents = config.integer(EVENTS + "overlap-events", Range.from(0));
    int bins = config.integer(EVENTS + "bins", Range.fromTo(1, 1_048_576));
    double overlapFraction = config.number(EVENTS + "overlap-fraction", Range.BELOW_ONE);
    long durationUs = config.whole(EVENTS + "duration-us", Range.from(1));
    return switch (kind) {
      case TIME_WINDOW ->
          config.checked(
              EVENTS + "overlap-us",
              () -> new TimeWindows(windowUs, overlapUs, incomplete, startUs, endUs));
      case EVENT_COUNT ->
          config.checked(
              EVENTS + "overlap-events",
              () -> new EventWindows(windowEvents, overlapEvents, incomplete));
      case TIME_BINS -> new TimeBins(bins, overlapFraction);
      case EVENT_BINS -> new EventBins(bins, overlapFraction);
      case FIXED_BINS -> new FixedBins(bins, durationUs);
    };
  }

  private enum FramingKind {
    TIME_WINDOW,
    EVENT_COUNT,
    TIME_BINS,
    EVENT_BINS,
    FIXED_BINS
  }
}
