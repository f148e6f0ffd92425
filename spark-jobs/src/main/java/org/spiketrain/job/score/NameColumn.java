package org.spiketrain.job.score;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The column of a table that holds the names to score. */
final class NameColumn {
  static final String NAME = "name";

  private NameColumn() {}

  /** Its place among the columns, from 0, if one is called so, whatever the case. */
  static OptionalInt among(List<String> columns) {
    return IntStream.range(0, columns.size())
        .filter(c -> columns.get(c).strip().equalsIgnoreCase(NAME))
        .findFirst();
  }
}
