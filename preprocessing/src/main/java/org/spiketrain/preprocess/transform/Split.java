package org.spiketrain.preprocess.transform;

import java.util.Locale;

/** The parts that a data set is split into. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in paths and manifests, such as {@code train}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
