package org.spiketrain.data.text;

import java.io.Serializable;

/**
 * A vector of a wanted word, or what is wrong with it. A bad vector is a finding, not an exception,
 * so that Spark does not retry it.
 */
final class FoundVector implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String word;
  private final float[] vector;
  private final String fault;

  private FoundVector(String word, float[] vector, String fault) {
    this.word = word;
    this.vector = vector;
    this.fault = fault;
  }

  /** Checks the numbers. */
  static FoundVector of(String word, float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return bad(
            "has %s in the vector of \"%s\": every number must be finite; fetch or make the file again"
                .formatted(value, word));
      }
    }
    return new FoundVector(word, vector, "");
  }

  static FoundVector bad(String fault) {
    return new FoundVector("", new float[0], fault);
  }

  String word() {
    return word;
  }

  /** Its numbers, all of them finite. */
  float[] vector() {
    return vector;
  }

  /** Fault, as it follows the file's name in a message; empty if there is none. */
  String fault() {
    return fault;
  }
}
