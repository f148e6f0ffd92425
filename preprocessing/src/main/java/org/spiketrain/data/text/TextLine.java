package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.List;

/**
 * A row of a corpus, cut into words: the number of its file, its row there from 1, the number of
 * its class, what it has in common with other rows, its weight, and why it cannot be used, empty if
 * it can.
 */
record TextLine(
    int file,
    long row,
    int label,
    String original,
    List<String> words,
    String group,
    float weight,
    String fault)
    implements Serializable {
  /** Returns what decides its split where that is decided by a hash. */
  String hashed() {
    return group.isEmpty() ? String.join(" ", words) : group;
  }

  boolean usable() {
    return fault.isEmpty();
  }

  TextLine unusable(String reason) {
    return new TextLine(file, row, label, original, words, group, weight, reason);
  }
}
