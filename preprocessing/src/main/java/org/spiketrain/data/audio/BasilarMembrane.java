package org.spiketrain.data.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;
import org.jtransforms.fft.FloatFFT_1D;
import org.jtransforms.utils.CommonUtils;

/**
 * The basilar membrane at {@link #PLACES} places, from the base (high tones) to the apex (low
 * ones). What {@link TravellingWave} says of each frequency is tabulated once a process, in some
 * seconds and 46 MB; a sound then takes one Fourier transform, and one back for each place.
 *
 * <p>Velocities come at half of the sound's rate, as in the Heidelberg data sets: tones above a
 * quarter of that rate alias, which changes when a place moves but not which. As there, too, the
 * wave {@code e^(-iwt)} is applied to spectra of {@code e^(iwt)}, so that the places of low tones
 * lead, where in the ear they lag.
 *
 * <p>Immutable and safe for several threads.
 */
final class BasilarMembrane {
  /** Places, equally spaced. */
  static final int PLACES = 700;

  /** Samples of sound that are transformed together. */
  static final int WINDOW = 16_384;

  /** Velocities of a window, and frequencies. */
  static final int RESPONSE = WINDOW / 2;

  private static final int HALF = RESPONSE / 2;

  /** Of a sound of several windows, what a window knows on both sides of what is kept of it. */
  private static final int MARGIN = WINDOW / 4;

  /** By place: the transfer function from 0 Hz to a quarter of the sound's rate ... */
  private final float[][] lowReal = new float[PLACES][HALF + 1];

  private final float[][] lowImaginary = new float[PLACES][HALF + 1];

  /** ... and from half of that rate down to a quarter. */
  private final float[][] highReal = new float[PLACES][HALF + 1];

  private final float[][] highImaginary = new float[PLACES][HALF + 1];

  private final FloatFFT_1D forward = new FloatFFT_1D(WINDOW);
  private final FloatFFT_1D back = new FloatFFT_1D(RESPONSE);

  private BasilarMembrane() {
    // Spark's tasks are the threads: JTransforms is to start none.
    CommonUtils.setThreadsBeginN_1D_FFT_2Threads(2L * WINDOW);
    IntStream.range(1, RESPONSE).parallel().forEach(this::tabulate);
  }

  /** The membrane of this process; its first use takes some seconds. */
  static BasilarMembrane shared() {
    return Holder.MEMBRANE;
  }

  private static final class Holder {
    static final BasilarMembrane MEMBRANE = new BasilarMembrane();
  }

  private void tabulate(int frequency) {
    double hertz = (double) frequency * Ear.SAMPLE_RATE / WINDOW;
    Complex[] velocity = new TravellingWave(hertz).velocity(PLACES);
    for (int place = 0; place < PLACES; place++) {
      float real = (float) velocity[place].getReal();
      float imaginary = (float) velocity[place].getImaginary();
      if (frequency <= HALF) {
        lowReal[place][frequency] = real;
        lowImaginary[place][frequency] = imaginary;
      } else {
        highReal[place][RESPONSE - frequency] = real;
        highImaginary[place][RESPONSE - frequency] = imaginary;
      }
    }
  }

  /**
   * A stretch of sound, transformed.
   *
   * @param real spectrum from 0 Hz to half of the sound's rate
   * @param first first velocity of the response that belongs to the sound
   * @param end behind the last one
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Window(
      float[] real,
      float[] imaginary,
      float[] mirroredReal,
      float[] mirroredImaginary,
      int first,
      int end) {}

  /**
   * Transforms a sound: one that fits into a window as a whole, longer ones in windows that
   * overlap.
   *
   * @param sound samples at {@link Ear#SAMPLE_RATE}
   */
  List<Window> windows(float[] sound) {
    if (sound.length <= WINDOW) {
      return List.of(window(sound, 0, 0, (sound.length + 1) / 2));
    }
    List<Window> windows = new ArrayList<>();
    int kept = WINDOW - 2 * MARGIN;
    for (int at = 0; at < sound.length; at += kept) {
      int end = Math.min(kept, sound.length - at + 1);
      windows.add(window(sound, at - MARGIN, MARGIN / 2, (MARGIN + end) / 2));
    }
    return windows;
  }

  private Window window(float[] sound, int from, int first, int end) {
    float[] part = new float[WINDOW];
    int begin = Math.max(from, 0);
    int behind = Math.min(sound.length, from + WINDOW);
    System.arraycopy(sound, begin, part, begin - from, behind - begin);
    forward.realForward(part);
    float[] real = new float[HALF + 1];
    float[] imaginary = new float[HALF + 1];
    float[] mirroredReal = new float[HALF + 1];
    float[] mirroredImaginary = new float[HALF + 1];
    for (int k = 1; k <= HALF; k++) {
      real[k] = part[2 * k] / 2;
      imaginary[k] = part[2 * k + 1] / 2;
      mirroredReal[k] = part[2 * (RESPONSE - k)] / 2;
      mirroredImaginary[k] = part[2 * (RESPONSE - k) + 1] / 2;
    }
    return new Window(real, imaginary, mirroredReal, mirroredImaginary, first, end);
  }

  /**
   * How a place moves in a window.
   *
   * @param response of {@link #RESPONSE} numbers, to be filled
   */
  void respond(Window window, int place, float[] response) {
    float[] hr = lowReal[place];
    float[] hi = lowImaginary[place];
    float[] kr = highReal[place];
    float[] ki = highImaginary[place];
    float[] xr = window.real;
    float[] xi = window.imaginary;
    float[] zr = window.mirroredReal;
    float[] zi = window.mirroredImaginary;
    for (int k = 1; k < HALF; k++) {
      response[2 * k] = hr[k] * xr[k] - hi[k] * xi[k] + (kr[k] * zr[k] - ki[k] * zi[k]);
      response[2 * k + 1] = hr[k] * xi[k] + hi[k] * xr[k] - (kr[k] * zi[k] + ki[k] * zr[k]);
    }
    response[0] = 0;
    response[1] = 2 * (hr[HALF] * xr[HALF] - hi[HALF] * xi[HALF]);
    back.realInverse(response, true);
  }
}
