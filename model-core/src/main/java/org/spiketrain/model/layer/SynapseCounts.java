package org.spiketrain.model.layer;

/** Counts weights that are not 0. */
final class SynapseCounts {
  private SynapseCounts() {}

  /** Those of each row of a matrix, which lies row by row. */
  static int[] byRow(float[] weights, int width) {
    int[] counts = new int[weights.length / Math.max(1, width)];
    for (int k = 0; k < weights.length; k++) {
      counts[k / width] += weights[k] != 0f ? 1 : 0;
    }
    return counts;
  }
}
