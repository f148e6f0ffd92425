package org.spiketrain.data.audio;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bushy cells of the cochlear nucleus, one a place: each is driven by 40 fibres of the auditory
 * nerve that leave the same hair cell, and fires as a leaky integrator of their summed synaptic
 * current. A fibre, or a cell, that has fired is refractory for 1 ms.
 *
 * <p>The fibres of a cell are alike, so only how many of them fire is drawn: a fibre that fires
 * with the probability p within a sample is one that fires at the rate {@code -ln(1 - p)} until it
 * does, and of several the next one fires when their summed rate has passed an exponential random
 * number. Random numbers are drawn for spikes only, of which there are fewer than samples.
 */
final class BushyCells {
  private static final int FIBRES = 40;
  private static final int REFRACTORY = Ear.EVENT_RATE / 1000;
  private static final double MEMBRANE_SECONDS = 1e-3;
  private static final double SYNAPSE_SECONDS = 5e-4;
  private static final double WEIGHT = 11.5e3;
  private static final float STEP = (float) (WEIGHT / FIBRES / Ear.EVENT_RATE);
  private static final float MEMBRANE_DECAY = decay(MEMBRANE_SECONDS);
  private static final float SYNAPSE_DECAY = decay(SYNAPSE_SECONDS);

  private final ExponentialNumbers exponential;

  /** Fibres that fired, by sample, of as many samples as they stay refractory. */
  private final float[][] recent;

  private final float[] ready;

  /** What the summed rate of the fibres has yet to pass until the next of them fires. */
  private final float[] left;

  private final float[] current;
  private final float[] membrane;
  private final float[] waiting;
  private int sample;

  /** Cells at rest. */
  BushyCells(int cells, SplittableRandom random) {
    this.exponential = new ExponentialNumbers(random);
    this.recent = new float[REFRACTORY][cells];
    this.ready = new float[cells];
    this.left = new float[cells];
    this.current = new float[cells];
    this.membrane = new float[cells];
    this.waiting = new float[cells];
    Arrays.fill(ready, FIBRES);
    for (int cell = 0; cell < cells; cell++) {
      left[cell] = exponential.next();
    }
  }

  private static float decay(double seconds) {
    return (float) Math.exp(-1 / (seconds * Ear.EVENT_RATE));
  }

  /** Takes the spikes of the cells. */
  @FunctionalInterface
  interface Spike {
    /** A cell fires. */
    void of(int sample, int cell);
  }

  /**
   * Advances the cells by a sample.
   *
   * @param probability that a fibre of each cell fires, as {@link HairCells} say
   */
  void advance(float[] probability, Spike spike) {
    float[] fired = recent[sample % recent.length];
    fireFibres(probability, fired);
    integrate(fired);
    for (int cell = 0; cell < membrane.length; cell++) {
      if (membrane[cell] >= 1) {
        spike.of(sample, cell);
        membrane[cell] = 0;
        waiting[cell] = REFRACTORY + 1;
      }
    }
    sample++;
  }

  /** How many fibres of each cell fire, in place of how many did so a refractory time ago. */
  private void fireFibres(float[] probability, float[] fired) {
    float[] fibres = ready;
    float[] rest = left;
    for (int cell = 0; cell < fibres.length; cell++) {
      fibres[cell] += fired[cell];
    }
    for (int cell = 0; cell < fibres.length; cell++) {
      // The first terms of the logarithm's series: to 1e-5 where p is a half.
      float p = Math.min(probability[cell], 1f);
      float y = p / (2 - p);
      float s = y * y;
      rest[cell] -= fibres[cell] * 2 * y * (1 + s * (1 / 3f + s * (1 / 5f + s * (1 / 7f))));
    }
    for (int cell = 0; cell < fibres.length; cell++) {
      fired[cell] = rest[cell] > 0 ? 0 : fire(cell);
    }
    for (int cell = 0; cell < fibres.length; cell++) {
      fibres[cell] -= fired[cell];
    }
  }

  /** Lets fibres of a cell fire until what is left of the sample is too short for another one. */
  private int fire(int cell) {
    float past = -left[cell];
    int fibres = (int) ready[cell];
    int fired = 0;
    float next = 0;
    while (past >= next && fired < fibres) {
      past = (past - next) * (fibres - fired - 1) / (fibres - fired);
      fired++;
      next = exponential.next();
    }
    left[cell] = next - past;
    return fired;
  }

  private void integrate(float[] fired) {
    float[] synapse = current;
    float[] potential = membrane;
    float[] wait = waiting;
    for (int cell = 0; cell < synapse.length; cell++) {
      synapse[cell] = SYNAPSE_DECAY * synapse[cell] + fired[cell];
    }
    for (int cell = 0; cell < synapse.length; cell++) {
      wait[cell] = Math.max(wait[cell] - 1, 0f);
      float awake = 1 - Math.min(wait[cell], 1f);
      potential[cell] = awake * (MEMBRANE_DECAY * potential[cell] + STEP * synapse[cell]);
    }
  }
}
