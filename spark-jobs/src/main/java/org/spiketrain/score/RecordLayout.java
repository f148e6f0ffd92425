package org.spiketrain.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.CsvRecords.CsvRecord;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TableHeader;

/**
 * Layout of a file's lines or records, by the first one.
 *
 * @param names names of the columns, each another; those of a file without a header are made
 * @param text position of the texts' column
 * @param header null where the first record does not name the columns
 */
record RecordLayout(List<String> names, int text, TableHeader header) implements Serializable {
  private static final String TOO_MANY_COLUMNS = "more columns than the first row";

  private static final int SHOWN = 60;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /** Layout of lines without columns, and of files without a line. */
  static RecordLayout ofLines(LineColumn column) {
    return new RecordLayout(List.of(column.name()), 0, null);
  }

  /**
   * Looks at the first record; refuses one that does not show for certain which column holds the
   * texts: any other one would be scored without a word.
   */
  static RecordLayout of(CsvRecord first, CsvDialect dialect, LineColumn column)
      throws FileFaultException {
    checkDelimiter(first, dialect.delimiter());
    if (!first.problem().isEmpty()) {
      throw new FileFaultException(
          "is a CSV file whose first line, %s, has %s: fix it"
              .formatted(shortened(first.text()), first.problem()));
    }
    OptionalInt named = column.among(first.fields());
    boolean header =
        switch (dialect.header()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case DETECT -> named.isPresent();
        };
    if (header) {
      return new RecordLayout(
          different(first.fields()),
          named.orElseThrow(() -> without(column, first, "header")),
          new TableHeader(first.fields()));
    }
    if (dialect.header() == CsvDialect.CsvHeader.DETECT && first.fields().size() > 1) {
      throw without(column, first, "first line");
    }
    List<String> names = new ArrayList<>(first.fields());
    names.replaceAll(field -> "");
    names.set(0, column.name());
    return new RecordLayout(different(names), 0, null);
  }

  boolean hasHeader() {
    return header != null;
  }

  /** Names that are blank or were there already are made of the column's number, from 1. */
  private static List<String> different(List<String> fields) {
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (String field : fields) {
      String name = field.strip();
      names.add(!name.isEmpty() && used.add(name) ? name : name + "_column_" + (names.size() + 1));
    }
    return names;
  }

  /** A line without the delimiter but with another one is most likely delimited by that. */
  private static void checkDelimiter(CsvRecord first, char delimiter) throws FileFaultException {
    if (first.fields().size() > 1 || first.text().indexOf(delimiter) >= 0) {
      return;
    }
    Optional<Character> other =
        DELIMITERS.stream().filter(c -> c != delimiter && first.text().indexOf(c) >= 0).findFirst();
    if (other.isPresent()) {
      String found = CsvDialect.shown(other.get());
      throw new FileFaultException(
          "is a CSV file whose first line has no \"%s\" but \"%s\" (%s): say so with -D \"scoring.csv-delimiter=%s\""
              .formatted(CsvDialect.shown(delimiter), found, shortened(first.text()), found));
    }
  }

  private static FileFaultException without(LineColumn column, CsvRecord first, String where) {
    return new FileFaultException(
        "is a CSV file whose %s names no column \"%s\", only %s: name the column of the %s with scoring.source.column, or, if the file has no header and begins with the %s, set scoring.csv-header=absent"
            .formatted(
                where,
                column.name(),
                first.fields().stream()
                    .map(field -> '"' + shortened(field) + '"')
                    .collect(Collectors.joining(", ")),
                column.content(),
                column.content()));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /**
   * The text in a record, or why there is none.
   *
   * @param places where the columns go in the row of all files' columns
   */
  RawText text(String file, CsvRecord record, ColumnPlaces places) throws FileFaultException {
    List<String> fields = record.fields();
    if (!record.problem().isEmpty()) {
      return unusable(file, record, record.problem(), places);
    }
    if (hasHeader() && header.isRepeatedBy(fields, record.line())) {
      return unusable(file, record, TableHeader.REPEATED, places);
    }
    if (fields.stream().skip(names.size()).anyMatch(field -> !field.isBlank())) {
      return unusable(file, record, TOO_MANY_COLUMNS, places);
    }
    return RawText.decoded(
            file, record.line(), text < fields.size() ? fields.get(text) : "", places.row(fields))
        .unmarked();
  }

  private RawText unusable(String file, CsvRecord record, String problem, ColumnPlaces places) {
    return new RawText(
        file, record.line(), record.text(), problem, places.row(text, record.text()));
  }
}
