package org.spiketrain.data.audio;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A simple inner ear for made-up words, several times as fast as {@link Ear}: sound in, the spikes
 * of 700 fibres of the auditory nerve out, channel 0 for the lowest tones. It is no model of the
 * published data sets' (Cramer et al. 2022), but its spikes have their form: fibres by place, a
 * spontaneous rate, phase locking to low tones, adaptation.
 *
 * <ol>
 *   <li>The sound is scaled to a root mean square of 0.1.
 *   <li>Basilar membrane: per channel a gammatone filter of order 2, as two complex one-pole
 *       filters {@code y_t = g x_t + a y_{t-1}}, {@code a = exp(2 pi (-b + i f) / rate)}, {@code g
 *       = 1 - |a|}. Centre frequencies f by Greenwood's map (J. Acoust. Soc. Am. 87, 1990), {@code
 *       f = 165.4 (10^(2.1 x) - 0.88)}, at equal distances x from 80 Hz to 7,500 Hz; bandwidths
 *       {@code b = 1.019 * 24.7 (4.37 f / 1000 + 1)} Hz by Glasberg and Moore (Hear. Res. 47,
 *       1990).
 *   <li>Hair cell: half-wave rectification, square root, low pass of 1 kHz.
 *   <li>Synapse and fibre: spikes at the rate {@code (spontaneous + driven * cell) * q} a second,
 *       each drawn when the summed rate passes an exponential random number; a spike halves the
 *       store q, which fills up again to 1 with a time constant of 20 ms.
 * </ol>
 *
 * <p>All channels are advanced together, sample by sample, so that the processor works on several
 * at a time.
 */
final class GammatoneEar {
  /** Channels of the spikes. */
  static final int CHANNELS = 700;

  /** Samples a second that it hears. */
  static final int SAMPLE_RATE = 16_000;

  private static final double LOWEST_HZ = 80;
  private static final double HIGHEST_HZ = 7_500;
  private static final float LOUDNESS = 0.1f;
  private static final double HAIR_CELL_HZ = 1_000;
  private static final float SPONTANEOUS_HZ = 4;
  private static final float DRIVEN_HZ = 700;
  private static final float DEPLETION = 0.5f;
  private static final double RECOVERY_SECONDS = 0.02;

  private final float[] gain = new float[CHANNELS];
  private final float[] poleReal = new float[CHANNELS];
  private final float[] poleImaginary = new float[CHANNELS];

  /** The ear; safe for several threads. */
  GammatoneEar() {
    for (int c = 0; c < CHANNELS; c++) {
      double frequency = frequency(c);
      double bandwidth = 1.019 * 24.7 * (4.37 * frequency / 1000 + 1);
      double radius = Math.exp(-2 * Math.PI * bandwidth / SAMPLE_RATE);
      double angle = 2 * Math.PI * frequency / SAMPLE_RATE;
      gain[c] = (float) (1 - radius);
      poleReal[c] = (float) (radius * Math.cos(angle));
      poleImaginary[c] = (float) (radius * Math.sin(angle));
    }
  }

  /** Frequency in Hz that a channel answers most to; ascending with the channel. */
  static double frequency(int channel) {
    double low = place(LOWEST_HZ);
    double place = low + (place(HIGHEST_HZ) - low) * channel / (CHANNELS - 1);
    return 165.4 * (Math.pow(10, 2.1 * place) - 0.88);
  }

  /** Greenwood's map the other way: from a frequency to a position from 0 (apex) to 1. */
  private static double place(double frequency) {
    return Math.log10(frequency / 165.4 + 0.88) / 2.1;
  }

  /**
   * The spikes that a sound makes.
   *
   * @param sound samples at {@link #SAMPLE_RATE}, of any loudness
   * @param random decides when spikes are released
   */
  Spikes hear(float[] sound, SplittableRandom random) {
    float scale = scale(sound);
    State state = new State(random);
    Spikes.Collector spikes = new Spikes.Collector(CHANNELS, SAMPLE_RATE);
    for (int t = 0; t < sound.length; t++) {
      filter(state, sound[t] * scale);
      release(state);
      for (int c = 0; c < CHANNELS; c++) {
        if (state.hazard[c] > state.limit[c]) {
          state.spike(c, random);
          spikes.add(t, c);
        }
      }
    }
    return spikes.sorted();
  }

  private static float scale(float[] sound) {
    double energy = 0;
    for (float sample : sound) {
      energy += (double) sample * sample;
    }
    return energy == 0 ? 0 : (float) (LOUDNESS / Math.sqrt(energy / sound.length));
  }

  /** One sample through both filters of every channel and its hair cell. */
  private void filter(State state, float sample) {
    float[] real1 = state.real1;
    float[] imaginary1 = state.imaginary1;
    float[] real2 = state.real2;
    float[] imaginary2 = state.imaginary2;
    float[] cell = state.cell;
    for (int c = 0; c < CHANNELS; c++) {
      float r1 = real1[c];
      float i1 = imaginary1[c];
      float first = gain[c] * sample + poleReal[c] * r1 - poleImaginary[c] * i1;
      float firstImaginary = poleReal[c] * i1 + poleImaginary[c] * r1;
      real1[c] = first;
      imaginary1[c] = firstImaginary;
      float r2 = real2[c];
      float i2 = imaginary2[c];
      float second = gain[c] * first + poleReal[c] * r2 - poleImaginary[c] * i2;
      imaginary2[c] = gain[c] * firstImaginary + poleReal[c] * i2 + poleImaginary[c] * r2;
      real2[c] = second;
      float rectified = (float) Math.sqrt(Math.max(second, 0f));
      cell[c] += State.CELL_SHARE * (rectified - cell[c]);
    }
  }

  private static void release(State state) {
    float[] cell = state.cell;
    float[] store = state.store;
    float[] hazard = state.hazard;
    for (int c = 0; c < CHANNELS; c++) {
      float q = store[c] + State.RECOVERY_SHARE * (1 - store[c]);
      store[c] = q;
      hazard[c] += (SPONTANEOUS_HZ + DRIVEN_HZ * cell[c]) * q / SAMPLE_RATE;
    }
  }

  /** State of the ear from sample to sample, one number a channel. */
  private static final class State {
    static final float CELL_SHARE =
        (float) (1 - Math.exp(-2 * Math.PI * HAIR_CELL_HZ / SAMPLE_RATE));
    static final float RECOVERY_SHARE =
        (float) (1 - Math.exp(-1 / (RECOVERY_SECONDS * SAMPLE_RATE)));

    final float[] real1 = new float[CHANNELS];
    final float[] imaginary1 = new float[CHANNELS];
    final float[] real2 = new float[CHANNELS];
    final float[] imaginary2 = new float[CHANNELS];
    final float[] cell = new float[CHANNELS];
    final float[] store = new float[CHANNELS];
    final float[] hazard = new float[CHANNELS];
    final float[] limit = new float[CHANNELS];

    State(SplittableRandom random) {
      Arrays.fill(store, 1);
      for (int c = 0; c < CHANNELS; c++) {
        limit[c] = exponential(random);
      }
    }

    void spike(int channel, SplittableRandom random) {
      store[channel] *= 1 - DEPLETION;
      hazard[channel] = 0;
      limit[channel] = exponential(random);
    }

    private static float exponential(SplittableRandom random) {
      return (float) -Math.log1p(-random.nextDouble());
    }
  }
}
