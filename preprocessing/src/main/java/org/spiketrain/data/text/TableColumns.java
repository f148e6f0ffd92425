package org.spiketrain.data.text;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.data.io.FileFaultException;

/** Columns of label and text in a table's rows, by its header or by number. */
final class TableColumns {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int UNSET = -1;

  private final TextFormat format;
  private int count = UNSET;
  private int label;
  private int text;

  TableColumns(TextFormat format) {
    this.format = format;
  }

  /** Reads a row; returns nothing if it is the header. */
  List<TextRow> parse(String[] fields) throws FileFaultException {
    if (count == UNSET) {
      find(fields);
      if (format.header()) {
        return List.of();
      }
    }
    if (fields.length != count) {
      return List.of(
          TextRow.bad(
              String.join("\t", fields),
              "%d columns instead of %d".formatted(fields.length, count)));
    }
    return List.of(TextRow.of(fields[label].strip(), fields[text]));
  }

  private void find(String[] first) throws FileFaultException {
    count = first.length;
    label = find(first, format.labelColumn(), "data.text.label-column");
    text = find(first, format.textColumn(), "data.text.text-column");
  }

  private int find(String[] first, String column, String key) throws FileFaultException {
    int found = format.header() ? named(first, column) : numbered(column) - 1;
    if (found < 0 || found >= first.length) {
      throw new FileFaultException(
          "has no column %s, its first row is %s: set %s to one of its columns"
              .formatted(column, Arrays.toString(first), key));
    }
    return found;
  }

  private static int named(String[] header, String column) {
    for (int k = 0; k < header.length; k++) {
      String name = header[k].strip();
      if (column.equals(name.startsWith(BYTE_ORDER_MARK) ? name.substring(1) : name)) {
        return k;
      }
    }
    return UNSET;
  }

  private static int numbered(String column) {
    try {
      return Integer.parseInt(column.strip());
    } catch (NumberFormatException e) {
      return UNSET;
    }
  }
}
