package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EdgeBins;
import org.spiketrain.data.events.Framing.EventBins;
import org.spiketrain.data.events.Framing.EventWindows;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.Incomplete;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.Microseconds;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;

class EventTransformTest {
  private static final int CHANNELS = 20;

  private static int[] times(Random random, int events, int most) {
    return random.ints(events, 0, most).sorted().toArray();
  }

  private static EventTransform.Settings settings(
      double spatialFactor, int summed, Framing framing, CountMode counts) {
    return new EventTransform.Settings(
        CHANNELS, new Downsample(1, spatialFactor), summed, framing, counts);
  }

  private static float[][] dense(SpikeFrames frames) {
    float[][] dense = new float[frames.timeSteps()][frames.channels()];
    for (int t = 0; t < frames.timeSteps(); t++) {
      for (int k = frames.rowStart()[t]; k < frames.rowStart()[t + 1]; k++) {
        dense[t][frames.channel()[k]] = frames.valueAt(k);
      }
    }
    return dense;
  }

  /** Windows as Tonic's documentation says them: every event is held against every window. */
  private static float[][] slow(TimeWindows windows, int[] times, int[] units) {
    long stride = windows.windowUs() - windows.overlapUs();
    long span = (long) times[times.length - 1] - times[0];
    double more = (double) (span - windows.windowUs()) / stride;
    double rounded = windows.incomplete() == Incomplete.KEEP ? Math.ceil(more) : Math.floor(more);
    float[][] dense = new float[(int) Math.max(rounded + 1, 1)][CHANNELS / 2];
    for (int t = 0; t < dense.length; t++) {
      for (int k = 0; k < times.length; k++) {
        long since = times[k] - times[0] - t * stride;
        if (since >= 0 && since < windows.windowUs()) {
          dense[t][units[k] / 2]++;
        }
      }
    }
    return dense;
  }

  @Property(tries = 300)
  void windowsHoldWhatTheyShould(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 200) int events,
      @ForAll @IntRange(min = 1, max = 400) int window,
      @ForAll @IntRange(min = 0, max = 399) int overlap,
      @ForAll Incomplete incomplete) {
    Random random = new Random(seed);
    int[] times = times(random, events, 1 + random.nextInt(3000));
    int[] units = random.ints(events, 0, CHANNELS).toArray();
    TimeWindows windows =
        new TimeWindows(
            window, overlap % window, incomplete, TimeWindows.OF_EVENTS, TimeWindows.OF_EVENTS);
    EventTransform transform = new EventTransform(settings(0.5, 1, windows, CountMode.KEEP));

    assertThat(dense(transform.frames(times, units))).isDeepEqualTo(slow(windows, times, units));
    // Nothing is left in the working memory.
    assertThat(dense(transform.frames(times, units))).isDeepEqualTo(slow(windows, times, units));
    int steps = transform.frames(times, units).timeSteps();
    long stride = windows.windowUs() - windows.overlapUs();
    assertThat(transform.framed(times, units).events())
        .isEqualTo(
            Arrays.stream(times)
                .mapToLong(time -> (long) time - times[0])
                .filter(
                    since ->
                        IntStream.range(0, steps)
                            .mapToLong(t -> since - t * stride)
                            .anyMatch(within -> within >= 0 && within < windows.windowUs()))
                .count());
  }

  @Property(tries = 300)
  void fixedBinsHoldAllEventsUpToTheirEndOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int events,
      @ForAll @IntRange(min = 1, max = 150) int bins,
      @ForAll @IntRange(min = 1, max = 2000) int duration) {
    Random random = new Random(seed);
    int[] times = times(random, events, 2500);
    int[] units = random.ints(events, 0, CHANNELS).toArray();
    float[][] expected = new float[bins][CHANNELS / 5];
    for (int k = 0; k < events; k++) {
      if (times[k] <= duration) {
        int bin = (int) Math.min((long) times[k] * bins / duration, bins - 1);
        expected[bin][units[k] / 5]++;
      }
    }
    SpikeFrames frames =
        new EventTransform(settings(1, 5, new FixedBins(bins, duration), CountMode.KEEP))
            .frames(times, units);
    assertThat(dense(frames)).isDeepEqualTo(expected);
  }

  @Property(tries = 500)
  void edgeBinsAreFixedBinsBehindAnEmptyStep(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int events,
      @ForAll @IntRange(min = 2, max = 150) int bins,
      @ForAll @IntRange(min = 1, max = 2000) int duration) {
    Random random = new Random(seed);
    int[] times = times(random, events, 2500);
    int[] units = random.ints(events, 0, CHANNELS).toArray();
    float[][] expected = new float[bins][CHANNELS / 5];
    for (int k = 0; k < events; k++) {
      if (times[k] <= duration) {
        // The number of edges k duration / (bins - 1) that are not after it, as NumPy counts them.
        int bin = (int) Math.min((long) times[k] * (bins - 1) / duration + 1, bins - 1);
        expected[bin][units[k] / 5]++;
      }
    }
    SpikeFrames frames =
        new EventTransform(settings(1, 5, new EdgeBins(bins, duration), CountMode.KEEP))
            .frames(times, units);
    assertThat(dense(frames)).isDeepEqualTo(expected);
  }

  /** Those that differ are less than a microsecond behind an edge, and a step early. */
  @ParameterizedTest
  @CsvSource({
    "300, 1.2, ''",
    "100, 1.0, '0.010101318 0.020202637 0.030303955'",
    "250, 1.0, '0.004016876 0.020080566'"
  })
  void edgeBinsFollowNumpyInHalfPrecision(int bins, double seconds, String early) {
    EventTransform transform =
        new EventTransform(
            settings(1, 5, new EdgeBins(bins, Math.round(seconds * 1e6)), CountMode.KEEP));
    StringJoiner found = new StringJoiner(" ");
    float time = 0;
    for (int bits = 0; time <= seconds; time = HalfIndexer.toFloat(++bits)) {
      int step = digitized(time, bins, seconds);
      int here = step(transform, (int) Microseconds.product(time));
      if (here != step) {
        assertThat(here).as("step of %s", time).isEqualTo(step - 1);
        found.add(String.format(Locale.ROOT, "%.9f", time));
      }
    }
    assertThat(found).hasToString(early);
  }

  /** {@code numpy.digitize(time, numpy.linspace(0, seconds, bins))}, all in double precision. */
  private static int digitized(double time, int bins, double seconds) {
    double width = seconds / (bins - 1);
    int edges = 0;
    while (edges < bins && time >= (edges == bins - 1 ? seconds : edges * width)) {
      edges++;
    }
    // They leave the very end behind the last step.
    return Math.min(edges, bins - 1);
  }

  private static int step(EventTransform transform, int time) {
    float[][] frames = dense(transform.frames(new int[] {time}, new int[] {0}));
    return IntStream.range(0, frames.length).filter(k -> frames[k][0] == 1).findFirst().orElse(-1);
  }

  @Property(tries = 200)
  void clippedFramesAreTheSamePlaces(@ForAll long seed) {
    Random random = new Random(seed);
    int[] times = times(random, 300, 1000);
    int[] units = random.ints(300, 0, CHANNELS).toArray();
    Framing framing = new FixedBins(10, 1000);
    SpikeFrames counted =
        new EventTransform(settings(0.25, 1, framing, CountMode.KEEP)).frames(times, units);
    SpikeFrames clipped =
        new EventTransform(settings(0.25, 1, framing, CountMode.CLIP)).frames(times, units);
    assertThat(clipped.isBinary()).isTrue();
    assertThat(clipped.channel()).isEqualTo(counted.channel());
    assertThat(clipped.rowStart()).isEqualTo(counted.rowStart());
  }

  @Property(tries = 200)
  void eventBinsHaveTheSameNumberOfEvents(
      @ForAll @IntRange(min = 1, max = 300) int events,
      @ForAll @IntRange(min = 1, max = 40) int bins) {
    int[] times = new int[events];
    Arrays.setAll(times, k -> 3 * k);
    Slices slices = new EventBins(bins, 0).slices(times);
    assertThat(slices.steps()).isEqualTo(bins);
    for (int k = 0; k < bins; k++) {
      assertThat(slices.to(k) - slices.from(k)).isEqualTo(events / bins);
      assertThat(slices.from(k)).isEqualTo(k * (events / bins));
    }
  }

  /** 7 events in 3 bins with half a bin of overlap: numbers from Tonic's own formulas. */
  @Test
  void overlappingEventBinsAreTonics() {
    Slices slices = new EventBins(3, 0.5).slices(new int[7]);
    assertThat(new int[] {slices.from(0), slices.to(0)}).containsExactly(0, 3);
    assertThat(new int[] {slices.from(1), slices.to(1)}).containsExactly(1, 4);
    assertThat(new int[] {slices.from(2), slices.to(2)}).containsExactly(2, 5);
  }

  @Test
  void timesAreDownsampledBeforeTheyAreFramed() {
    EventTransform.Settings settings =
        new EventTransform.Settings(
            CHANNELS, new Downsample(0.5, 1), 1, TimeWindows.of(10), CountMode.KEEP);
    SpikeFrames frames =
        new EventTransform(settings).frames(new int[] {0, 19, 20, 41}, new int[] {1, 2, 3, 4});
    assertThat(frames.timeSteps()).isEqualTo(2);
    assertThat(frames.channel()).containsExactly(1, 2, 3);
  }

  /** In half precision the last events of a second round up to it. */
  @Test
  void anEventAtExactlyTheEndIsInTheLastFixedBin() {
    SpikeFrames frames =
        new EventTransform(settings(1, 1, new FixedBins(100, 1_000_000), CountMode.KEEP))
            .frames(new int[] {0, 999_999, 1_000_000, 1_000_001}, new int[] {1, 1, 2, 3});
    assertThat(frames.timeSteps()).isEqualTo(100);
    assertThat(Arrays.copyOfRange(frames.channel(), 1, 3)).containsExactly(1, 2);
    assertThat(frames.entries()).isEqualTo(3);
  }

  @Test
  void anOverlapAsLongAsTheWindowIsRefused() {
    assertThatThrownBy(
            () ->
                new TimeWindows(
                    10, 10, Incomplete.DROP, TimeWindows.OF_EVENTS, TimeWindows.OF_EVENTS))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("overlap must be shorter");
    assertThatThrownBy(() -> new EventWindows(5, 5, Incomplete.DROP))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("overlap must be smaller");
  }
}
