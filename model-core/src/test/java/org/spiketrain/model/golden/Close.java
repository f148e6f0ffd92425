package org.spiketrain.model.golden;

import static org.assertj.core.api.Assertions.assertThat;

/** The tolerance of the golden values: 1e-5, absolute and relative. */
public final class Close {
  private static final double TOLERANCE = 1e-5;

  private Close() {}

  public static void assertClose(String what, float[] actual, float[] expected) {
    assertClose(what, actual, expected, TOLERANCE);
  }

  /** The same with a tolerance of the case's own, absolute and relative. */
  public static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int k = 0; k < expected.length; k++) {
      double allowed = tolerance + tolerance * Math.abs(expected[k]);
      double error = Math.abs((double) actual[k] - expected[k]);
      // Only what fails is put into words: some arrays have a million entries.
      if (!(error <= allowed)) {
        assertThat(actual[k]).as("%s[%d], off by %s", what, k, error).isEqualTo(expected[k]);
      }
    }
  }
}
