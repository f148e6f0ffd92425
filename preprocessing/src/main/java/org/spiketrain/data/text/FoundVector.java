package org.spiketrain.data.text;

import java.io.Serializable;

/**
 * A vector of a wanted word, or what is wrong with it. A bad vector is a finding, not an exception,
 * so that Spark does not try it again: it follows the file's name in a message.
 */
@SuppressWarnings("ArrayRecordComponent")
record FoundVector(String word, float[] vector, String fault) implements Serializable {
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
}
