package org.spiketrain.job.score;

import java.io.Serializable;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * Whether a name can be scored.
 *
 * @param letters the network's alphabet
 */
record Usability(LetterEncoder letters) implements Serializable {
  static final String NO_LETTER = "no usable letter";

  /** Why a name cannot be scored; empty if it can. */
  String problem(RawName name) {
    if (!name.problem().isEmpty()) {
      return name.problem();
    }
    return usable(name).isEmpty() ? NO_LETTER : "";
  }

  /** The letters of a name that can be scored; empty if it cannot. */
  String usable(RawName name) {
    return name.problem().isEmpty() ? letters.normalise(name.text()) : "";
  }
}
