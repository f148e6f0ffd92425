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
public record TextLine(
    int file, long row, int label, String original, List<String> words, String fault)
    implements Serializable {
  /** Returns whether it can be used. */
  public boolean usable() {
    return fault.isEmpty();
  }
}
