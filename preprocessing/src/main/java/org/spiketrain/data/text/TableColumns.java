package org.spiketrain.data.text;

import java.util.List;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TableHeader;

/** Columns of label and text in a table's rows, by its header or by number. */
final class TableColumns {
  private static final int UNSET = -1;

  private final TextFormat format;
  private int count = UNSET;
  private TableHeader header;
  private int label;
  private int text;
  private int group = UNSET;

  TableColumns(TextFormat format) {
    this.format = format;
  }

  boolean areKnown() {
    return count != UNSET;
  }

  /**
   * Reads a row; returns nothing if it is the header.
   *
   * @param line where it begins, from 1
   */
  List<TextRow> parse(List<String> fields, long line) throws FileFaultException {
    if (!areKnown()) {
      find(fields);
      header = new TableHeader(fields);
      if (format.header()) {
        return List.of();
      }
    }
    String fault = fault(fields, line);
    return List.of(
        fault.isEmpty()
            ? TextRow.of(fields.get(label).strip(), fields.get(text)).inGroup(group(fields))
            : TextRow.bad(String.join("\t", fields), fault));
  }

  private String group(List<String> fields) {
    return group == UNSET ? "" : fields.get(group).strip();
  }

  private String fault(List<String> fields, long line) throws FileFaultException {
    if (fields.size() == 1 && fields.get(0).isBlank()) {
      return "empty line";
    }
    if (fields.size() != count) {
      return "%s instead of %d".formatted(Wording.counted(fields.size(), "column"), count);
    }
    return format.header() && header.isRepeatedBy(fields, line) ? TableHeader.REPEATED : "";
  }

  private void find(List<String> first) throws FileFaultException {
    count = first.size();
    label = find(first, format.labelColumn(), "data.text.label-column");
    text = find(first, format.textColumn(), "data.text.text-column");
    if (!format.groupColumn().isEmpty()) {
      group = find(first, format.groupColumn(), "data.text.group-column");
    }
  }

  private int find(List<String> first, String column, String key) throws FileFaultException {
    int found = format.header() ? named(first, column) : numbered(column) - 1;
    if (found < 0 || found >= first.size()) {
      throw new FileFaultException(
          "has no column %s, its first row is %s: set %s to one of its columns"
              .formatted(column, Wording.shortened(first.toString()), key));
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
