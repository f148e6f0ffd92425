package org.spiketrain.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a night. */
public enum NightStatus {
  /** Its candidate is the champion. */
  PROMOTED,
  /** It ran well, and the champion stays. */
  NOT_PROMOTED,
  /** Its data are not to be trained on. */
  REFUSED,
  /** There was nothing to train on that the champion has not seen. */
  NOTHING_NEW,
  /** It stopped at a fault; the next start goes on there. */
  FAILED,
  /** It goes on, or was killed; the next start goes on there. */
  RUNNING;

  /** The name in records, such as {@code not-promoted}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether nothing more becomes of it. */
  public boolean isOver() {
    return this != FAILED && this != RUNNING;
  }
}
