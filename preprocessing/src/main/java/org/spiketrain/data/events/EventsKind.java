package org.spiketrain.data.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.Json;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EdgeBins;
import org.spiketrain.data.events.Framing.EventBins;
import org.spiketrain.data.events.Framing.EventWindows;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.zoo.TrainedModel;

/** Recorded events in HDF5 files, or in a table. */
public final class EventsKind implements DataKind {
  static final String NAME = "events";
  static final String SECTION = "data.events.";

  private static final CorpusTerms TERMS =
      new CorpusTerms("recording", "word", "recording", "recording");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CorpusTerms terms() {
    return TERMS;
  }

  @Override
  public CorpusSettings settings(KeyReader keys, SharedSettings shared) {
    return new EventsSettings(
        shared.path(),
        files(keys),
        transform(keys),
        keys.integer(SECTION + "recordings-per-file", Range.between(1, 1_000_000)),
        RecordingTable.of(keys, shared));
  }

  @Override
  public Class<? extends Corpus> corpus() {
    return EventsCorpus.class;
  }

  /** Earlier versions did not count the events that are in a time step; files are no table. */
  @Override
  public void complete(ObjectNode corpus) {
    if (corpus.has("events") && !corpus.has("keptEvents")) {
      corpus.put("keptEvents", -1);
    }
    if (!corpus.has("tables")) {
      corpus.putArray("tables");
    }
  }

  @Override
  public ExampleEncoder encoder(byte[] entry, TrainedModel model) {
    return new EventsEncoder(Json.read(entry, EventTransform.Settings.class));
  }

  @Override
  public ExampleEncoder formerEncoder(TrainedModel model, KeyReader keys) {
    return keys.isSet("data.events")
        ? new EventsEncoder(transform(keys))
        : DataKind.super.formerEncoder(model, keys);
  }

  @Override
  public boolean comesSplit() {
    return true;
  }

  @Override
  public boolean isDrawn() {
    return true;
  }

  @Override
  public String shownColumn() {
    return "source";
  }

  private static Map<Split, List<String>> files(KeyReader keys) {
    Map<Split, List<String>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.put(split, keys.list(SECTION + split.label() + "-files"));
    }
    return files;
  }

  static EventTransform.Settings transform(KeyReader keys) {
    return new EventTransform.Settings(
        keys.integer(SECTION + "channels", Range.between(1, 1_048_576)),
        new Downsample(
            keys.number(SECTION + "time-factor", Range.aboveTo(0, 1)),
            keys.number(SECTION + "spatial-factor", Range.aboveTo(0, 1))),
        keys.integer(SECTION + "summed-channels", Range.from(1)),
        framing(keys),
        keys.choice(SECTION + "counts", CountMode.class));
  }

  /** Every key is read, those of the framings that are not chosen too. */
  private static Framing framing(KeyReader keys) {
    FramingKind kind = keys.choice(SECTION + "framing", FramingKind.class);
    Framing.Incomplete incomplete = keys.choice(SECTION + "incomplete", Framing.Incomplete.class);
    long windowUs = keys.whole(SECTION + "window-us", Range.from(1));
    long overlapUs = keys.whole(SECTION + "overlap-us", Range.from(0));
    long startUs = keys.whole(SECTION + "start-us", Range.from(TimeWindows.OF_EVENTS));
    long endUs = keys.whole(SECTION + "end-us", Range.from(TimeWindows.OF_EVENTS));
    int windowEvents = keys.integer(SECTION + "window-events", Range.from(1));
    int overlapEvents = keys.integer(SECTION + "overlap-events", Range.from(0));
    int bins = keys.integer(SECTION + "bins", Range.between(1, 1_048_576));
    double overlapFraction = keys.number(SECTION + "overlap-fraction", Range.halfOpen(0, 1));
    long durationUs = keys.whole(SECTION + "duration-us", Range.from(1));
    return switch (kind) {
      case TIME_WINDOW ->
          keys.checked(
              SECTION + "overlap-us",
              () -> new TimeWindows(windowUs, overlapUs, incomplete, startUs, endUs));
      case EVENT_COUNT ->
          keys.checked(
              SECTION + "overlap-events",
              () -> new EventWindows(windowEvents, overlapEvents, incomplete));
      case TIME_BINS -> new TimeBins(bins, overlapFraction);
      case EVENT_BINS -> new EventBins(bins, overlapFraction);
      case FIXED_BINS -> new FixedBins(bins, durationUs);
      case EDGE_BINS -> keys.checked(SECTION + "bins", () -> new EdgeBins(bins, durationUs));
    };
  }

  private enum FramingKind {
    TIME_WINDOW,
    EVENT_COUNT,
    TIME_BINS,
    EVENT_BINS,
    FIXED_BINS,
    EDGE_BINS
  }
}
