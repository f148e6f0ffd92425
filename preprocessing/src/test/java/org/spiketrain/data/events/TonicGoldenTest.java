package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EventWindows;
import org.spiketrain.data.events.Framing.TimeBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.model.frames.SpikeFrames;

/** Tonic's own frames of its own events, from the files in {@code golden/}. */
class TonicGoldenTest {
  private static JsonNode read(String name) throws IOException {
    try (InputStream in = TonicGoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static int[] ints(JsonNode golden, String tensor) {
    return StreamSupport.stream(data(golden, tensor).spliterator(), false)
        .mapToInt(JsonNode::intValue)
        .toArray();
  }

  private static JsonNode data(JsonNode golden, String tensor) {
    return golden.path("tensors").path(tensor).path("data");
  }

  private static Framing framing(JsonNode params) {
    Framing.Incomplete incomplete =
        params.path("include_incomplete").asBoolean()
            ? Framing.Incomplete.KEEP
            : Framing.Incomplete.DROP;
    if (params.has("event_count")) {
      return new EventWindows(params.get("event_count").intValue(), 0, incomplete);
    }
    if (params.has("n_time_bins")) {
      return new TimeBins(params.get("n_time_bins").intValue(), 0);
    }
    return new TimeWindows(
        params.get("time_window").intValue(),
        params.path("overlap").asInt(0),
        incomplete,
        params.path("start_time").asLong(TimeWindows.OF_EVENTS),
        params.path("end_time").asLong(TimeWindows.OF_EVENTS));
  }

  private static Downsample downsample(JsonNode params) {
    return new Downsample(1, params.path("downsample_spatial_factor").asDouble(1));
  }

  private static SpikeFrames frames(JsonNode golden) {
    JsonNode params = golden.get("params");
    return new EventTransform(
            new EventTransform.Settings(
                700, downsample(params), 1, framing(params), CountMode.KEEP))
        .frames(ints(golden, "t"), ints(golden, "x"));
  }

  /** Time step, polarity, channel and count of every entry, as the files list them. */
  private static List<List<Integer>> entries(SpikeFrames frames) {
    List<List<Integer>> entries = new ArrayList<>();
    for (int t = 0; t < frames.timeSteps(); t++) {
      for (int k = frames.rowStart()[t]; k < frames.rowStart()[t + 1]; k++) {
        entries.add(List.of(t, 0, frames.channel()[k], (int) frames.valueAt(k)));
      }
    }
    return entries;
  }

  private static List<List<Integer>> expected(JsonNode golden) {
    int[] flat = ints(golden, "frames_nonzero");
    List<List<Integer>> entries = new ArrayList<>();
    for (int k = 0; k < flat.length; k += 4) {
      entries.add(List.of(flat[k], flat[k + 1], flat[k + 2], flat[k + 3]));
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tonic_basic",
        "tonic_boundary_exact",
        "tonic_boundary_one_window",
        "tonic_event_count",
        "tonic_first_event_late",
        "tonic_gap",
        "tonic_n_time_bins",
        "tonic_no_downsample",
        "tonic_overlap",
        "tonic_random",
        "tonic_same_cell_counts",
        "tonic_shorter_than_window",
        "tonic_single_event",
        "tonic_start_end_time",
        "tonic_tail_dropped",
        "tonic_tail_included",
        "tonic_tail_included_exact"
      })
  void framesAreTonics(String name) throws IOException {
    JsonNode golden = read(name);
    SpikeFrames frames = frames(golden);

    int[] shape = ints(golden, "frames_shape");
    assertThat(frames.timeSteps()).isEqualTo(shape[0]);
    assertThat(frames.channels()).isEqualTo(shape[2]);
    assertThat(entries(frames)).isEqualTo(expected(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tonic_basic", "tonic_overlap", "tonic_same_cell_counts"})
  void downsampledEventsAreTonics(String name) throws IOException {
    JsonNode golden = read(name);
    Downsample downsample = downsample(golden.get("params"));

    assertThat(downsample.times(ints(golden, "t"))).isEqualTo(ints(golden, "t_after_downsample"));
    int[] x = ints(golden, "x");
    int[] channels = new int[x.length];
    for (int k = 0; k < x.length; k++) {
      channels[k] = downsample.channel(x[k]);
    }
    assertThat(channels).isEqualTo(ints(golden, "x_after_downsample"));
  }

  /** Compose returns no frames there: preprocessing sets such recordings aside before. */
  @Test
  void aRecordingWithoutEventsIsOneFrame() throws IOException {
    assertThat(ints(read("tonic_empty_direct"), "frames_shape")[0]).isEqualTo(1);
    assertThat(data(read("tonic_empty_in_compose"), "t")).isEmpty();

    SpikeFrames frames = frames(read("tonic_empty_in_compose"));
    assertThat(frames.timeSteps()).isEqualTo(1);
    assertThat(frames.entries()).isZero();
  }
}
