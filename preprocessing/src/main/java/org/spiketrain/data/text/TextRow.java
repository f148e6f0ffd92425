package org.spiketrain.data.text;

import java.io.Serializable;

/**
 * A sentence as it stands in a file, or why there is none.
 *
 * @param row its line, from 1; where a record of a CSV file goes over several, the first of them
 * @param group what it has in common with all rows that belong to the same split; empty for nothing
 * @param weight what a training multiplies its loss by
 */
record TextRow(
    int file, long row, String label, String text, String group, float weight, String fault)
    implements Serializable {
  TextRow(int file, long row, String label, String text, String fault) {
    this(file, row, label, text, "", 1f, fault);
  }

  /** A row whose place is not known yet. */
  static TextRow of(String label, String text) {
    return new TextRow(0, 0, label, text, "");
  }

  /** The same at a place, which may be at fault. */
  TextRow at(int itsFile, long itsRow, String itsFault) {
    return new TextRow(itsFile, itsRow, label, text, group, weight, itsFault);
  }

  TextRow inGroup(String other) {
    return new TextRow(file, row, label, text, other, weight, fault);
  }

  TextRow withFault(String reason) {
    return new TextRow(file, row, label, text, group, weight, reason);
  }

  static TextRow bad(String text, String fault) {
    return new TextRow(0, 0, "", text, fault);
  }
}
