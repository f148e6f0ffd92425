package org.spiketrain.data.audio;

import java.util.SplittableRandom;

/**
 * A voice that says phonemes: pulses of the glottis and hiss through resonances that glide from
 * phoneme to phoneme, after Klatt's synthesiser (J. Acoust. Soc. Am. 67, 1980), much simplified.
 *
 * @param tract factor of all formants: above 1 for a shorter vocal tract
 * @param pace factor of all durations
 * @param noise loudness of the room's noise beside the voice
 */
record FormantVoice(double pitchHz, double tract, double pace, double noise) {
  private static final int RATE = GammatoneEar.SAMPLE_RATE;
  private static final double GLIDE_SECONDS = 0.012;
  private static final double[] BANDWIDTHS = {80, 100, 140, 250};
  private static final double FORMANT4 = 3500;
  private static final double HISS_BANDWIDTH = 1200;

  static FormantVoice random(SplittableRandom random) {
    return new FormantVoice(
        90 * Math.pow(2, 1.4 * random.nextDouble()),
        0.88 + 0.3 * random.nextDouble(),
        0.85 + 0.3 * random.nextDouble(),
        Math.pow(10, -1.4 - random.nextDouble()));
  }

  /** The same voice on another occasion: a little higher or lower, quicker or slower. */
  FormantVoice varied(SplittableRandom random) {
    return new FormantVoice(
        pitchHz * near(random, 0.06),
        tract * near(random, 0.02),
        pace * near(random, 0.08),
        noise * near(random, 0.3));
  }

  private static double near(SplittableRandom random, double spread) {
    return 1 + spread * (2 * random.nextDouble() - 1);
  }

  /** Says {@linkplain Phoneme#of phonemes} within a clip of so many samples, or what fits in. */
  float[] say(String phonemes, int samples, SplittableRandom random) {
    float[] sound = new float[samples];
    Mouth mouth = new Mouth(Phoneme.of(phonemes.charAt(0)));
    int at = (int) (RATE * (0.08 + 0.2 * random.nextDouble()));
    for (int k = 0; k < phonemes.length(); k++) {
      Phoneme phoneme = Phoneme.of(phonemes.charAt(k));
      int end = at + (int) (RATE * phoneme.seconds() * pace * near(random, 0.1));
      for (; at < end && at < samples; at++) {
        sound[at] = (float) mouth.sample(phoneme, random);
      }
    }
    Phoneme silence = Phoneme.of('-');
    for (; at < samples; at++) {
      sound[at] = (float) mouth.sample(silence, random);
    }
    for (int t = 0; t < samples; t++) {
      sound[t] += (float) (noise * 0.1 * gaussian(random));
    }
    return sound;
  }

  /** Nearly normal: the sum of four uniform numbers, with variance 1. */
  private static double gaussian(SplittableRandom random) {
    double sum = random.nextDouble() + random.nextDouble() + random.nextDouble();
    return (sum + random.nextDouble() - 2) * Math.sqrt(3);
  }

  /** Parts that move while a word is said. */
  private final class Mouth {
    private static final double GLIDE = 1 / (GLIDE_SECONDS * RATE);

    private final Resonator[] formants = new Resonator[BANDWIDTHS.length];
    private final Resonator hiss = new Resonator();
    private final double[] frequencies;
    private double voice;
    private double hissing;
    private double hissHz;
    private double phase;
    private double tilt;
    private int spoken;

    Mouth(Phoneme first) {
      this.frequencies = targets(first);
      this.hissHz = first.noiseHz();
      for (int k = 0; k < formants.length; k++) {
        formants[k] = new Resonator();
      }
    }

    private static double[] targets(Phoneme phoneme) {
      return new double[] {phoneme.formant1(), phoneme.formant2(), phoneme.formant3(), FORMANT4};
    }

    double sample(Phoneme towards, SplittableRandom random) {
      double[] targets = targets(towards);
      for (int k = 0; k < frequencies.length; k++) {
        frequencies[k] += GLIDE * (targets[k] - frequencies[k]);
      }
      voice += GLIDE * (towards.voice() - voice);
      hissing += 2 * GLIDE * (towards.noise() - hissing);
      hissHz += 4 * GLIDE * (towards.noiseHz() - hissHz);
      double sound = voice * pulse();
      for (int k = 0; k < formants.length; k++) {
        sound = formants[k].next(sound, frequencies[k] * tract, BANDWIDTHS[k]);
      }
      double excitation = hissing * gaussian(random) * 0.2;
      return sound + hiss.next(excitation, hissHz * tract, HISS_BANDWIDTH);
    }

    /** Pulses of the glottis, weaker by 6 dB an octave; the pitch falls slowly while one speaks. */
    private double pulse() {
      double seconds = (double) spoken++ / RATE;
      phase += pitchHz * (1 - 0.15 * Math.min(seconds, 1)) / RATE;
      double pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      tilt += 0.15 * (pulse - tilt);
      return 20 * (tilt - 0.15 * pitchHz / RATE);
    }
  }

  /** Two poles, which may move from sample to sample; gain 1 at frequency 0. */
  private static final class Resonator {
    private double last;
    private double beforeLast;

    double next(double input, double frequency, double bandwidth) {
      double radius = Math.exp(-Math.PI * bandwidth / RATE);
      double b = 2 * radius * Math.cos(2 * Math.PI * Math.min(frequency, 0.48 * RATE) / RATE);
      double c = -radius * radius;
      double output = (1 - b - c) * input + b * last + c * beforeLast;
      beforeLast = last;
      last = output;
      return output;
    }
  }

  /**
   * A sound of speech: where the resonances of the mouth are in Hz, and what excites them: voice
   * and hiss, both from 0 to 1, and where the hiss is in Hz.
   */
  private record Phoneme(
      double formant1,
      double formant2,
      double formant3,
      double voice,
      double noise,
      double noiseHz,
      double seconds) {
    /**
     * The phoneme of a letter. Vowels have the men's formants of Peterson and Barney (J. Acoust.
     * Soc. Am. 24, 1952).
     *
     * @param letter a, e, i, o, u; m, l, r, w, y; s, c (as sh in she); p, t, k; a dash is the
     *     silence before p, t and k
     */
    static Phoneme of(char letter) {
      return switch (letter) {
        case 'a' -> vowel(730, 1090, 2440);
        case 'e' -> vowel(530, 1840, 2480);
        case 'i' -> vowel(270, 2290, 3010);
        case 'o' -> vowel(570, 840, 2410);
        case 'u' -> vowel(300, 870, 2240);
        case 'm' -> glide(250, 1000, 2200, 0.3);
        case 'l' -> glide(360, 1300, 2700, 0.6);
        case 'r' -> glide(310, 1060, 1380, 0.6);
        case 'w' -> glide(300, 650, 2200, 0.6);
        case 'y' -> glide(270, 2200, 3000, 0.6);
        case 's' -> new Phoneme(300, 1700, 2600, 0, 0.5, 5500, 0.12);
        case 'c' -> new Phoneme(300, 1900, 2500, 0, 0.6, 2900, 0.12);
        case 'p' -> new Phoneme(400, 800, 2200, 0, 0.6, 900, 0.03);
        case 't' -> new Phoneme(400, 1700, 2600, 0, 0.7, 4500, 0.03);
        case 'k' -> new Phoneme(300, 2000, 2400, 0, 0.7, 2000, 0.04);
        case '-' -> new Phoneme(400, 1400, 2500, 0, 0, 2000, 0.06);
        default -> throw new IllegalArgumentException("there is no phoneme " + letter);
      };
    }

    private static Phoneme vowel(double formant1, double formant2, double formant3) {
      return new Phoneme(formant1, formant2, formant3, 1, 0, 2000, 0.14);
    }

    private static Phoneme glide(double formant1, double formant2, double formant3, double voice) {
      return new Phoneme(formant1, formant2, formant3, voice, 0, 2000, 0.08);
    }
  }
}
