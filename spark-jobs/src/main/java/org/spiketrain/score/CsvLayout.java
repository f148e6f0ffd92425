package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvReader.CsvRecord;

/**
 * Layout of the records of a CSV file, by the first one.
 *
 * @param names the column of the names, from 0
 * @param columns number of columns
 * @param header whether the first record is the header
 */
record CsvLayout(int names, int columns, boolean header) implements Serializable {
  static final String TOO_MANY_COLUMNS = "more columns than the first row";

  private static final int SHOWN = 60;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /**
   * Looks at the first record.
   *
   * @throws UserErrorException if it does not show for certain which column holds the names: any
   *     other one would be scored without a word
   */
  static CsvLayout of(CsvRecord first, CsvDialect dialect, LineColumn column) {
    checkDelimiter(first, dialect.delimiter());
    if (!first.problem().isEmpty()) {
      throw new UserErrorException(
          "its first line, %s, has %s: fix it".formatted(shortened(first.text()), first.problem()));
    }
    OptionalInt named = column.among(first.fields());
    int columns = first.fields().size();
    return switch (dialect.header()) {
      case PRESENT ->
          new CsvLayout(
              named.orElseThrow(() -> without(column, first, "its header")), columns, true);
      case ABSENT -> new CsvLayout(0, columns, false);
      case DETECT -> {
        if (named.isEmpty() && columns > 1) {
          throw without(column, first, "its first line");
        }
        yield new CsvLayout(named.orElse(0), columns, named.isPresent());
      }
    };
  }

  /** A line without the delimiter but with another one is most likely delimited by that. */
  private static void checkDelimiter(CsvRecord first, char delimiter) {
    if (first.fields().size() > 1 || first.text().indexOf(delimiter) >= 0) {
      return;
    }
    Optional<Character> other =
        DELIMITERS.stream().filter(c -> c != delimiter && first.text().indexOf(c) >= 0).findFirst();
    if (other.isPresent()) {
      String found = CsvDialect.shown(other.get());
      throw new UserErrorException(
          "its first line has no \"%s\" but \"%s\" (%s): say so with -D \"scoring.csv-delimiter=%s\""
              .formatted(CsvDialect.shown(delimiter), found, shortened(first.text()), found));
    }
  }

  private static UserErrorException without(LineColumn column, CsvRecord first, String where) {
    return new UserErrorException(
        "%s names no column \"%s\", only %s: rename the column of the %s, or, if the file has no header and begins with the %s, set scoring.csv-header=absent"
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

  /** The name in a record, or why there is none. */
  RawText name(int file, CsvRecord record) {
    if (!record.problem().isEmpty()) {
      return new RawText(file, record.text(), record.problem(), record.line());
    }
    boolean overflows =
        record.fields().size() > columns
            && record.fields().subList(columns, record.fields().size()).stream()
                .anyMatch(field -> !field.isBlank());
    return overflows
        ? new RawText(file, record.text(), TOO_MANY_COLUMNS, record.line())
        : RawText.decoded(file, record.field(names), record.line());
  }
}
