package org.spiketrain.score;

import java.io.InputStream;
import java.io.Serializable;
import java.util.Locale;
import org.spiketrain.data.io.CsvRecords;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.model.UserErrorException;

/**
 * Dialect of CSV input.
 *
 * @param delimiter what stands between two fields, an ASCII character
 * @param quoted whether fields may stand in quotation marks; else these are letters like others
 */
public record CsvDialect(CsvHeader header, char delimiter, boolean quoted) implements Serializable {
  private static final String TAB = "tab";

  public CsvDialect(CsvHeader header, char delimiter) {
    this(header, delimiter, true);
  }

  /** The dialect of a file: what ends in {@code .tsv}, packed or not, has tabs and no quotes. */
  CsvDialect of(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.\\w+)?")
        ? new CsvDialect(header, '\t', false)
        : this;
  }

  CsvRecords records(InputStream in) {
    return records(in, 0, 0);
  }

  /** The records from a place on, whose line and bytes before it are known. */
  CsvRecords records(InputStream in, int line, long offset) {
    return new CsvRecords(TextLines.replacing(in, line, offset), delimiter, quoted);
  }

  /**
   * The delimiter that a user wrote.
   *
   * @param text one character, or {@code tab}, which is hard to type
   * @throws UserErrorException if it is none that can stand between fields
   */
  public static char delimiter(String text) {
    if (text.equals(TAB)) {
      return '\t';
    }
    boolean usable =
        text.length() == 1
            && text.charAt(0) < 128
            && !Character.isLetterOrDigit(text.charAt(0))
            && "\"\r\n".indexOf(text.charAt(0)) < 0;
    if (!usable) {
      throw new UserErrorException(
          "\"%s\" cannot stand between the fields of a CSV file: expected one character, as in ;, or the word tab"
              .formatted(text));
    }
    return text.charAt(0);
  }

  /** Returns how a delimiter is called, as a user would write it. */
  static String shown(char delimiter) {
    return delimiter == '\t' ? TAB : Character.toString(delimiter);
  }

  /** First line of a CSV file: names of columns or a record. */
  public enum CsvHeader {
    /** It does if a field has the name of {@link org.spiketrain.data.LineColumn}, in any case. */
    DETECT,
    /** It does. */
    PRESENT,
    /** It does not: the first line is data. */
    ABSENT
  }
}
