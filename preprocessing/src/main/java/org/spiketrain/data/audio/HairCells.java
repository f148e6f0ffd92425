package org.spiketrain.data.audio;

import java.util.Arrays;

/**
 * Inner hair cells, one a place, after Meddis (J. Acoust. Soc. Am. 79, 1986, and 83, 1988):
 * transmitter moves between a store q, the cleft c and a store w for reprocessing; a fibre of the
 * nerve fires with a probability proportional to what is in the cleft. All cells are advanced
 * together, so that the processor works on several at a time.
 */
final class HairCells {
  private static final double REPLENISHMENT = 5.05;
  private static final double RELEASE = 2000;
  private static final double LOSS = 2500;
  private static final double REUPTAKE = 6580;
  private static final double REPROCESSING = 66.3;
  private static final float PERMEABILITY_A = 5;
  private static final float PERMEABILITY_B = 300;
  private static final double FIRING = 50_000;
  private static final double SECONDS = 1.0 / Ear.EVENT_RATE;

  private final float[] store;
  private final float[] cleft;
  private final float[] reprocessed;
  private final float[] released;

  /** Cells that have rested in silence. */
  HairCells(int cells) {
    double permeability = RELEASE * PERMEABILITY_A / (PERMEABILITY_A + PERMEABILITY_B);
    double cleftAtRest =
        REPLENISHMENT * permeability / (LOSS * permeability + REPLENISHMENT * (LOSS + REUPTAKE));
    this.store = filled(cells, cleftAtRest * (LOSS + REUPTAKE) / permeability);
    this.cleft = filled(cells, cleftAtRest);
    this.reprocessed = filled(cells, cleftAtRest * REUPTAKE / REPROCESSING);
    this.released = new float[cells];
  }

  private static float[] filled(int length, double value) {
    float[] values = new float[length];
    Arrays.fill(values, (float) value);
    return values;
  }

  /**
   * Advances the cells by a sample.
   *
   * @param velocity how the membrane moves at each cell; replaced by the probability that a fibre
   *     of the cell fires within the sample, which may come to more than 1
   */
  void advance(float[] velocity) {
    float[] q = store;
    float[] c = cleft;
    float[] w = reprocessed;
    float[] out = released;
    // One short loop after the other: of a long one the compiler makes no vector instructions.
    for (int k = 0; k < q.length; k++) {
      float open = Math.max(velocity[k] + PERMEABILITY_A, 0f);
      out[k] = (float) (RELEASE * SECONDS) * open / (open + PERMEABILITY_B) * q[k];
    }
    for (int k = 0; k < q.length; k++) {
      float made = (float) (REPLENISHMENT * SECONDS) * Math.max(1 - q[k], 0f);
      q[k] += made - out[k] + (float) (REPROCESSING * SECONDS) * w[k];
    }
    for (int k = 0; k < q.length; k++) {
      w[k] += (float) (REUPTAKE * SECONDS) * c[k] - (float) (REPROCESSING * SECONDS) * w[k];
    }
    for (int k = 0; k < q.length; k++) {
      // More is cleared in a sample than there is: the only store that could fall below 0.
      c[k] = Math.max(c[k] + out[k] - (float) ((LOSS + REUPTAKE) * SECONDS) * c[k], 0f);
      velocity[k] = (float) (FIRING * SECONDS) * c[k];
    }
  }
}
