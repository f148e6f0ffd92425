package org.spiketrain.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The parts that a data set is split into. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in paths, manifests and checkpoints, such as {@code train}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What published files of recorded events have in their names. */
  public String published() {
    return this == VALIDATION ? "valid" : label();
  }
}
