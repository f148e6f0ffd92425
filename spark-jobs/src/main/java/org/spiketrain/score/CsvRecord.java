package org.spiketrain.score;

import java.util.List;

/**
 * One record of a CSV file; it may go over several lines.
 *
 * @param fields its fields without their quotes, bytes that are not UTF-8 replaced; at least one
 * @param text the record as it stands in the file, without its line end
 * @param start where it begins in the file, in bytes
 * @param line the line of the file it begins on, from 1
 * @param problem why its fields cannot be told apart, empty if they can
 */
record CsvRecord(List<String> fields, String text, long start, long line, String problem) {
  /** A field as a reader of one column sees it: empty where the record is too short. */
  String field(int column) {
    return column < fields.size() ? fields.get(column) : "";
  }
}
