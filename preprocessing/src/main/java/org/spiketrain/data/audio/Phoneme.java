package org.spiketrain.data.audio;

/**
 * A sound of speech: where the resonances of the mouth are, and what excites them.
 *
 * @param formant1 first formant in Hz
 * @param formant2 second formant in Hz
 * @param formant3 third formant in Hz
 * @param voice loudness of the voice, from 0 to 1
 * @param noise loudness of the hiss, from 0 to 1
 * @param noiseHz where the hiss is
 * @param seconds how long it lasts
 */
record Phoneme(
    double formant1,
    double formant2,
    double formant3,
    double voice,
    double noise,
    double noiseHz,
    double seconds) {
  /**
   * The phoneme of a letter. Vowels have the men's formants of Peterson and Barney (J. Acoust. Soc.
   * Am. 24, 1952).
   *
   * @param letter a, e, i, o, u; m, l, r, w, y; s, c (as sh in she); p, t, k; a dash is the silence
   *     before p, t and k
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
