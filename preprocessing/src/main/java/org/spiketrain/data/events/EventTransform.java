package org.spiketrain.data.events;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Turns the events of a recording into spike frames: downsample, sum neighbouring channels, cut
 * into time steps, count. Each step's events are sorted by counting, without an object an event:
 * some hundred million events a second.
 *
 * <p>Holds working memory: one thread at a time.
 */
public final class EventTransform {
  /** A word of {@link #spiking} has 2^6 bits. */
  private static final int WORD_BITS = 6;

  private final Settings settings;
  private final int channels;

  /** Channel of the frames of each channel of the events. */
  private final int[] channelOf;

  /** Events of the current time step in each channel; all 0 between two steps. */
  private final int[] counts;

  /** The channels with events in the current time step, a bit each; all 0 between two steps. */
  private final long[] spiking;

  /** Entries of the current recording. */
  private int[] channel = new int[0];

  private float[] value = new float[0];

  /**
   * Settings by which recordings become frames.
   *
   * @param sensorChannels channels of the events, at least 1
   * @param downsample what is done to times and channels first
   * @param summedChannels neighbouring channels whose events are counted together, at least 1;
   *     after downsampling
   * @param framing how time is cut
   * @param counts what becomes of several events at one position
   */
  public record Settings(
      int sensorChannels,
      Downsample downsample,
      int summedChannels,
      Framing framing,
      CountMode counts)
      implements Serializable {
    /** Channels of the frames. */
    public int channels() {
      return channel(sensorChannels - 1) + 1;
    }

    private int channel(int sensorChannel) {
      return downsample.channel(sensorChannel) / summedChannels;
    }
  }

  /** Value of a frame where several events fall into one time step and channel. */
  public enum CountMode {
    /** Number of events. */
    KEEP,
    /** 1, whatever their number. */
    CLIP
  }

  /**
   * Tonic's {@code Downsample}: times and channels are multiplied by factors and truncated to whole
   * numbers. No event is left out, none are merged.
   *
   * @param timeFactor factor of the times, above 0
   * @param spatialFactor factor of the channels, above 0
   */
  public record Downsample(double timeFactor, double spatialFactor) implements Serializable {
    /** Leaves everything as it is. */
    public static final Downsample NONE = new Downsample(1, 1);

    int[] times(int[] times) {
      if (timeFactor == 1) {
        return times;
      }
      int[] scaled = new int[times.length];
      Arrays.setAll(scaled, k -> (int) (times[k] * timeFactor));
      return scaled;
    }

    int channel(int channel) {
      return (int) (channel * spatialFactor);
    }
  }

  /** Frames made of a recording, and number of its events that are in at least one time step. */
  public record Framed(SpikeFrames frames, int events) {
    /**
     * The fault of a recording whose frames would be empty: any answer would be that to silence.
     */
    public static final String EMPTY = "no event in a time step";

    /** The fault of a recording of which hardly anything would be answered. */
    private static final String MOSTLY_LOST =
        "nearly all events in no time step: times must be seconds from a recording's beginning";

    /** With more of the events lost, nothing is left of a recording. */
    static final double MOST_LOST = 0.95;

    /** Returns the reason why the frames cannot be used, if so. */
    public Optional<String> fault() {
      return events == 0 ? Optional.of(EMPTY) : Optional.empty();
    }

    /**
     * Returns the reason why the frames cannot be scored, if so.
     *
     * @param all number of the recording's events
     */
    Optional<String> faultOfScored(int all) {
      return fault()
          .or(() -> events < (1 - MOST_LOST) * all ? Optional.of(MOSTLY_LOST) : Optional.empty());
    }
  }

  /** A transform with its own working memory. */
  public EventTransform(Settings settings) {
    this.settings = settings;
    this.channels = settings.channels();
    this.channelOf = new int[settings.sensorChannels()];
    Arrays.setAll(channelOf, settings::channel);
    this.counts = new int[channels];
    this.spiking = new long[((channels - 1) >>> WORD_BITS) + 1];
  }

  /**
   * The frames of one recording. A recording without events has one frame, as in Tonic; with {@link
   * Framing.FixedBins} and {@link Framing.EdgeBins} it has all of them, as every recording.
   *
   * @param times times of the events in microseconds, ascending
   * @param units channels of the events, each in [0, {@code sensorChannels}); as many as {@code
   *     times}
   */
  public SpikeFrames frames(int[] times, int[] units) {
    return framed(times, units).frames();
  }

  /**
   * Returns the reason why the events of a recording cannot be cut into time steps, if so, before
   * anything is made of them.
   *
   * @param times as {@link #frames} takes them; at least one
   */
  public Optional<String> fault(int[] times) {
    return settings.framing().fault(settings.downsample().times(times));
  }

  /** The {@linkplain #frames frames} of one recording, and how many of its events they have. */
  public Framed framed(int[] times, int[] units) {
    Slices slices =
        times.length == 0
            ? new Slices(settings.framing().stepsOfSilence())
            : settings.framing().slices(settings.downsample().times(times));
    reserve(Math.min(slices.events(), (long) slices.steps() * channels));
    int[] rowStart = new int[slices.steps() + 1];
    for (int step = 0; step < slices.steps(); step++) {
      count(units, slices.from(step), slices.to(step));
      rowStart[step + 1] = gather(rowStart[step]);
    }
    return new Framed(gathered(rowStart), slices.kept());
  }

  private SpikeFrames gathered(int[] rowStart) {
    int entries = rowStart[rowStart.length - 1];
    int[] places = Arrays.copyOf(channel, entries);
    return settings.counts() == CountMode.CLIP || allOnes(entries)
        ? SpikeFrames.binary(channels, rowStart, places)
        : new SpikeFrames(channels, rowStart, places, Arrays.copyOf(value, entries));
  }

  private boolean allOnes(int entries) {
    for (int k = 0; k < entries; k++) {
      if (value[k] != 1f) {
        return false;
      }
    }
    return true;
  }

  private void reserve(long entries) {
    if (entries > channel.length) {
      channel = new int[Math.toIntExact(entries)];
      value = new float[channel.length];
    }
  }

  private void count(int[] units, int from, int to) {
    for (int k = from; k < to; k++) {
      int c = channelOf[units[k]];
      counts[c]++;
      spiking[c >>> WORD_BITS] |= 1L << c;
    }
  }

  /** Moves the counts behind the entries there are, in ascending channel order. */
  private int gather(int first) {
    int entry = first;
    for (int word = 0; word < spiking.length; word++) {
      long bits = spiking[word];
      spiking[word] = 0;
      while (bits != 0) {
        int c = (word << WORD_BITS) + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        channel[entry] = c;
        value[entry] = counts[c];
        counts[c] = 0;
        entry++;
      }
    }
    return entry;
  }
}
