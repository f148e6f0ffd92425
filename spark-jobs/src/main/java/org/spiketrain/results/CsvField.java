package org.spiketrain.results;

/** Fields of CSV files as RFC 4180 has them. */
public final class CsvField {
  private CsvField() {}

  /** A field in quotes where it needs them. */
  public static String quoted(String field) {
    boolean special = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
