package org.spiketrain.data.audio;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The inner ear through which the published Spiking Speech Commands were heard (Cramer, Stradmann,
 * Schemmel and Zenke, IEEE Trans. Neural Netw. Learn. Syst. 33, 2022): sound in, spikes of 700
 * bushy cells out. Channel 0 is the base of the cochlea, with the highest tones; channel 699 is its
 * apex.
 *
 * <ol>
 *   <li>The sound is continued by silence to a second, scaled to a root mean square of 0.3, and
 *       faded in and out within 30 ms.
 *   <li>{@link BasilarMembrane}, {@link HairCells} and {@link BushyCells} follow.
 * </ol>
 *
 * <p>Weights and ramps are not told with the data sets; those here are the ones through which a
 * model that was trained on the published recordings recognises the most (docs/FINDINGS.md).
 * Immutable and safe for several threads.
 */
final class Ear {
  /** Channels of the spikes. */
  static final int CHANNELS = BasilarMembrane.PLACES;

  /** Samples a second that it hears. */
  static final int SAMPLE_RATE = 16_000;

  /** Samples a second at which cells may fire. */
  static final int EVENT_RATE = SAMPLE_RATE / 2;

  private static final double LOUDNESS = 0.3;
  private static final int RAMP = SAMPLE_RATE * 30 / 1000;

  /** Places that are worked on together: their responses fit into the processor's cache. */
  private static final int GROUP = 140;

  private final BasilarMembrane membrane = BasilarMembrane.shared();

  /**
   * The spikes that a sound makes.
   *
   * @param sound samples at {@link #SAMPLE_RATE}, of any loudness
   * @param random decides when fibres fire
   */
  Spikes hear(float[] sound, SplittableRandom random) {
    List<BasilarMembrane.Window> windows = membrane.windows(prepared(sound));
    Spikes.Collector spikes = new Spikes.Collector(CHANNELS, EVENT_RATE);
    float[][] responses = new float[GROUP][BasilarMembrane.RESPONSE];
    for (int first = 0; first < CHANNELS; first += GROUP) {
      int from = first;
      HairCells hairCells = new HairCells(GROUP);
      BushyCells bushyCells = new BushyCells(GROUP, random);
      for (BasilarMembrane.Window window : windows) {
        for (int k = 0; k < GROUP; k++) {
          membrane.respond(window, from + k, responses[k]);
        }
        float[] cells = new float[GROUP];
        for (int t = window.first(); t < window.end(); t++) {
          for (int k = 0; k < GROUP; k++) {
            cells[k] = responses[k][t];
          }
          hairCells.advance(cells);
          bushyCells.advance(cells, (sample, cell) -> spikes.add(sample, from + cell));
        }
      }
    }
    return spikes.sorted();
  }

  /** A sound of at least a second, of the loudness that is heard. */
  static float[] prepared(float[] sound) {
    float[] prepared = Arrays.copyOf(sound, Math.max(sound.length, SAMPLE_RATE));
    double energy = 0;
    for (float sample : prepared) {
      energy += (double) sample * sample;
    }
    double scale = energy == 0 ? 0 : LOUDNESS / Math.sqrt(energy / prepared.length);
    for (int t = 0; t < prepared.length; t++) {
      prepared[t] *= (float) (scale * ramp(Math.min(t, prepared.length - 1 - t)));
    }
    return prepared;
  }

  /** What a sample so far from an end is multiplied by: half of a Hann window. */
  private static double ramp(int samples) {
    return samples >= RAMP ? 1 : 0.5 - 0.5 * Math.cos(2 * Math.PI * samples / (2 * RAMP - 1));
  }
}
