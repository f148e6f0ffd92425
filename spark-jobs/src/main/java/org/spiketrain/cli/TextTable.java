package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of a table for a terminal, the columns of which are as wide as they must be. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose first row is yet to come. */
  TextTable() {}

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void add(Object... cells) {
    rows.add(List.of(cells).stream().map(Object::toString).toList());
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
