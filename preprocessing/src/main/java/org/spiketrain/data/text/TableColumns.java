package org.spiketrain.data.text;

import java.util.List;
import org.spiketrain.data.io.FileFaultException;

/** Columns of label and text in a table's rows, by its header or by number. */
final class TableColumns {
  private static final int UNSET = -1;

  private final TextFormat format;
  private int count = UNSET;
  private int label;
  private int text;

  TableColumns(TextFormat format) {
    this.format = format;
  }

  boolean areKnown() {
    return count != UNSET;
  }

  /** Reads a row; returns nothing if it is the header. */
  List<TextRow> parse(List<String> fields) throws FileFaultException {
    if (!areKnown()) {
      find(fields);
      if (format.header()) {
        return List.of();
      }
    }
    if (fields.size() != count) {
      return List.of(
          TextRow.bad(
              String.join("\t", fields),
              "%d columns instead of %d".formatted(fields.size(), count)));
    }
    return List.of(TextRow.of(fields.get(label).strip(), fields.get(text)));
  }

  private void find(List<String> first) throws FileFaultException {
    count = first.size();
    label = find(first, format.labelColumn(), "data.text.label-column");
    text = find(first, format.textColumn(), "data.text.text-column");
  }

  private int find(List<String> first, String column, String key) throws FileFaultException {
    int found = format.header() ? named(first, column) : numbered(column) - 1;
    if (found < 0 || found >= first.size()) {
      throw new FileFaultException(
          "has no column %s, its first row is %s: set %s to one of its columns"
              .formatted(column, first, key));
    }
    return found;
  }

  private static int named(List<String> header, String column) {
    return header.stream().map(String::strip).toList().indexOf(column);
  }

  private static int numbered(String column) {
    try {
      return Integer.parseInt(column.strip());
    } catch (NumberFormatException e) {
      return UNSET;
    }
  }
}
