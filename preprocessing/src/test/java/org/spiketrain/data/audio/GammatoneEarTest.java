package org.spiketrain.data.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GammatoneEarTest {
  private static float[] tone(double hertz, int rate) {
    float[] sound = new float[rate];
    for (int t = 0; t < rate; t++) {
      sound[t] = (float) Math.sin(2 * Math.PI * hertz * t / rate);
    }
    return sound;
  }

  private static Spikes hear(float[] sound) {
    return new GammatoneEar().hear(sound, new SplittableRandom(1));
  }

  /** The channel around which most events are. */
  private static int loudest(Spikes events) {
    int[] counts = new int[GammatoneEar.CHANNELS];
    Arrays.stream(events.units()).forEach(unit -> counts[unit]++);
    int best = 0;
    int most = 0;
    for (int c = 5; c + 5 < counts.length; c++) {
      int near = Arrays.stream(counts, c - 5, c + 6).sum();
      if (near > most) {
        most = near;
        best = c;
      }
    }
    return best;
  }

  @Test
  void aToneIsHeardWhereItsFrequencyIs() {
    for (double hertz : new double[] {300, 1000, 3000, 6000}) {
      int channel = loudest(hear(tone(hertz, GammatoneEar.SAMPLE_RATE)));
      assertThat(GammatoneEar.frequency(channel)).isCloseTo(hertz, within(0.1 * hertz));
    }
  }

  @Test
  void frequenciesAscendFromTheLowestToTheHighest() {
    assertThat(GammatoneEar.frequency(0)).isCloseTo(80, within(0.01));
    assertThat(GammatoneEar.frequency(GammatoneEar.CHANNELS - 1)).isCloseTo(7500, within(0.1));
    for (int c = 1; c < GammatoneEar.CHANNELS; c++) {
      assertThat(GammatoneEar.frequency(c)).isGreaterThan(GammatoneEar.frequency(c - 1));
    }
  }

  @Test
  void eventsAreInOrderAndAsManyAsAnInnerEarsOfSilenceAndSound() {
    Spikes silence = hear(new float[GammatoneEar.SAMPLE_RATE]);
    Spikes sound = hear(tone(500, GammatoneEar.SAMPLE_RATE));
    assertThat(silence.units().length).isBetween(1500, 4500);
    assertThat(sound.units().length).isGreaterThan(2 * silence.units().length);
    assertThat(sound.seconds()).isSorted();
    assertThat(sound.seconds()[sound.seconds().length - 1]).isLessThan(1f);
    assertThat(Arrays.stream(sound.units()).max().orElseThrow()).isLessThan(GammatoneEar.CHANNELS);
  }

  @Test
  void loudnessDoesNotMatterAndTheSeedDecides() {
    float[] loud = tone(800, GammatoneEar.SAMPLE_RATE);
    float[] soft = new float[loud.length];
    for (int t = 0; t < loud.length; t++) {
      soft[t] = loud[t] / 64;
    }
    assertThat(hear(soft).units()).isEqualTo(hear(loud).units());
    assertThat(new GammatoneEar().hear(loud, new SplittableRandom(2)).units())
        .isNotEqualTo(hear(loud).units());
  }

  @Test
  void resamplingKeepsWhatCanBeHeardAndDropsWhatCannot() {
    float[] resampled = Sound.resampled(tone(1000, 44_100), 44_100, GammatoneEar.SAMPLE_RATE);
    float[] expected = tone(1000, GammatoneEar.SAMPLE_RATE);
    assertThat(resampled).hasSize(GammatoneEar.SAMPLE_RATE);
    for (int t = 100; t < resampled.length - 100; t++) {
      assertThat(resampled[t]).isCloseTo(expected[t], within(0.01f));
    }
    float[] tooHigh = Sound.resampled(tone(12_000, 44_100), 44_100, GammatoneEar.SAMPLE_RATE);
    for (int t = 100; t < tooHigh.length - 100; t++) {
      assertThat(tooHigh[t]).isCloseTo(0f, within(0.01f));
    }
  }
}
