package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.List;

/**
 * A row of a corpus, cut into words.
 *
 * @param file number of its file
 * @param row its row there, from 1
 * @param label number of its class, meaningless where there is a fault
 * @param original the text as it stands there
 * @param words its words
 * @param fault why it cannot be used, empty if it can
 */
record TextLine(int file, long row, int label, String original, List<String> words, String fault)
    implements Serializable {
  /** Returns whether it can be used. */
  boolean usable() {
    return fault.isEmpty();
  }

  /** The same, which cannot be used for a reason. */
  TextLine unusable(String reason) {
    return new TextLine(file, row, label, original, words, reason);
  }
}
