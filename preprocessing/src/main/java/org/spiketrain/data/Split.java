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

  /** Name of the split in the names of published files of recorded events. */
  public String published() {
    return this == VALIDATION ? "valid" : label();
  }
}
