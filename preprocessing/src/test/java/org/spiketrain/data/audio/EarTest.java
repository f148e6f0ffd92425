package org.spiketrain.data.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The ear's properties, and numbers that NumPy and SciPy gave for the same equations: fibres drawn
 * one sample after the other from binomial distributions, everything in double precision.
 */
class EarTest {
  private static final int RATE = Ear.SAMPLE_RATE;
  private static final Ear EAR = new Ear();

  private static float[] sound(double seconds, DoubleUnaryOperator wave) {
    float[] sound = new float[(int) (seconds * RATE)];
    for (int t = 0; t < sound.length; t++) {
      sound[t] = (float) wave.applyAsDouble((double) t / RATE);
    }
    return sound;
  }

  private static float[] tone(double hertz, double seconds) {
    return sound(seconds, t -> Math.sin(2 * Math.PI * hertz * t));
  }

  /** Half a second: a tone that rises from 300 Hz and fades, then one of 5 kHz beside it. */
  private static float[] sweep() {
    return sound(
        0.5,
        t ->
            Math.sin(2 * Math.PI * (300 * t + 1200 * t * t)) * Math.exp(-4 * t)
                + (t > 0.25 ? 0.2 * Math.sin(2 * Math.PI * 5000 * t) : 0));
  }

  private static Spikes hear(float[] sound, long seed) {
    return EAR.hear(sound, new SplittableRandom(seed));
  }

  private static double[] tenths(Spikes spikes) {
    double[] tenths = new double[10];
    for (int unit : spikes.units()) {
      tenths[unit * 10 / Ear.CHANNELS]++;
    }
    return tenths;
  }

  private static int loudest(Spikes spikes) {
    int[] counts = new int[Ear.CHANNELS];
    Arrays.stream(spikes.units()).forEach(unit -> counts[unit]++);
    int best = 10;
    for (int c = 10; c < Ear.CHANNELS - 10; c++) {
      if (around(counts, c) > around(counts, best)) {
        best = c;
      }
    }
    return best;
  }

  private static int around(int[] counts, int channel) {
    return Arrays.stream(counts, channel - 10, channel + 10).sum();
  }

  @Test
  void lowTonesExciteHighChannels() {
    int[] channels =
        Arrays.stream(new double[] {6000, 3000, 1000, 300})
            .mapToInt(hertz -> loudest(hear(tone(hertz, 1), 1)))
            .toArray();
    assertThat(channels).isSorted();
    assertThat(channels[0]).isBetween(100, 200);
    assertThat(channels[3]).isGreaterThan(500);
  }

  @Test
  void silenceIsHeardAsSpontaneousSpikesOfAllChannels() {
    Spikes silence = hear(new float[RATE], 1);
    assertThat(silence.units().length).isBetween(475, 725);
    assertThat(Arrays.stream(tenths(silence)).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(30.0, 95.0));
  }

  @Test
  void theMeanOfDrawsIsThatOfAnotherProgram() {
    double[] expected = {61.5, 144.9, 489.1, 123.8, 422.9, 1076.5, 1322.8, 790.2, 77.8, 61.3};
    double[] deviation = {7, 10.6, 17, 9.4, 27, 30, 20, 20, 8.3, 7};
    int draws = 4;
    double[] mean = new double[expected.length];
    for (int seed = 0; seed < draws; seed++) {
      double[] counts = tenths(hear(sweep(), seed));
      Arrays.setAll(mean, k -> mean[k] + counts[k] / draws);
    }
    // Its figures are means of 12 draws.
    double errors = 4 * Math.sqrt(1.0 / draws + 1.0 / 12);
    for (int k = 0; k < expected.length; k++) {
      assertThat(mean[k]).isCloseTo(expected[k], within(errors * deviation[k]));
    }
  }

  @Test
  void theMembraneMovesAsAnotherProgramSays() {
    double[][] expected = {
      {0, 0.780082, 0.342349, 0.796502},
      {150, 5.081879, 0.612933, -11.522079},
      {300, 7.566012, -15.871066, 7.540454},
      {450, 28.477145, -112.121302, -0.004714},
      {600, 0.062065, 0.00001, 0.000004}
    };
    float[] sound = Ear.prepared(sweep());
    for (double[] place : expected) {
      float[] response = response(sound, (int) place[0]);
      assertThat(response).hasSize(Ear.EVENT_RATE);
      double energy = 0;
      for (float velocity : response) {
        energy += velocity * velocity;
      }
      assertThat(Math.sqrt(energy / Ear.EVENT_RATE)).isCloseTo(place[1], within(1e-3));
      assertThat((double) response[1000]).isCloseTo(place[2], within(2e-3));
      assertThat((double) response[3000]).isCloseTo(place[3], within(2e-3));
    }
  }

  @Test
  void hairCellsReleaseAsAnotherProgramSays() {
    HairCells cells = new HairCells(1);
    float[] cell = {0};
    cells.advance(cell);
    assertThat((double) cell[0]).isCloseTo(0.008095965, within(1e-8));
    float[] response = response(Ear.prepared(sweep()), 300);
    HairCells hearing = new HairCells(1);
    double sum = 0;
    for (int t = 0; t < Ear.EVENT_RATE; t++) {
      cell[0] = response[t];
      hearing.advance(cell);
      sum += cell[0];
      if (t == 3000) {
        assertThat((double) cell[0]).isCloseTo(0.017502832, within(2e-6));
      }
    }
    assertThat(sum / Ear.EVENT_RATE).isCloseTo(0.0087420417, within(1e-6));
  }

  @Test
  void theSeedDecidesAndLoudnessDoesNot() {
    float[] sound = sweep();
    float[] soft = new float[sound.length];
    for (int t = 0; t < sound.length; t++) {
      soft[t] = sound[t] / 64;
    }
    Spikes spikes = hear(sound, 1);
    assertThat(hear(soft, 1).units()).isEqualTo(spikes.units());
    assertThat(hear(soft, 1).seconds()).isEqualTo(spikes.seconds());
    assertThat(hear(sound, 2).units()).isNotEqualTo(spikes.units());
  }

  @Test
  void spikesAreInOrderWithinASecond() {
    Spikes spikes = hear(sweep(), 1);
    assertThat(spikes.seconds()).isSorted().hasSameSizeAs(spikes.units());
    float last = spikes.seconds()[spikes.seconds().length - 1];
    assertThat(last).isBetween(0.9f, Math.nextDown(1f));
  }

  @Test
  void aSoundOfSeveralWindowsMovesTheMembraneAsInOne() {
    float[] once = Ear.prepared(sweep());
    int delay = 12_000;
    float[] late = new float[40_001];
    System.arraycopy(once, 0, late, delay, once.length);
    for (int place : new int[] {100, 350, 500, 650}) {
      float[] expected = response(once, place);
      float[] responses = response(late, place);
      assertThat(responses).hasSize(20_001);
      // Towards the end of the one window comes what precedes the beginning: its ends meet.
      for (int t = 0; t < 6000; t++) {
        assertThat(responses[t + delay / 2]).isCloseTo(expected[t], within(5e-3f));
      }
    }
  }

  private static float[] response(float[] sound, int place) {
    BasilarMembrane membrane = BasilarMembrane.shared();
    float[] whole = new float[(sound.length + 1) / 2];
    float[] response = new float[BasilarMembrane.RESPONSE];
    int at = 0;
    for (BasilarMembrane.Window window : membrane.windows(sound)) {
      membrane.respond(window, place, response);
      System.arraycopy(response, window.first(), whole, at, window.end() - window.first());
      at += window.end() - window.first();
    }
    assertThat(at).isEqualTo(whole.length);
    return whole;
  }

  @Test
  void aLongSoundIsHeardToItsEnd() {
    Spikes spikes = hear(tone(700, 1.3), 1);
    assertThat(spikes.seconds()).isSorted();
    assertThat(spikes.seconds()[spikes.seconds().length - 1]).isBetween(1.29f, 1.3f);
  }
}
