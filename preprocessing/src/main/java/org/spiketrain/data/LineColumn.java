package org.spiketrain.data;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The column of a table that holds what is scored.
 *
 * @param name what it is called
 * @param content what it holds, such as names
 */
public record LineColumn(String name, String content) implements Serializable {
  /** Its position among the columns, from 0, if one is called so, whatever the case. */
  public OptionalInt among(List<String> columns) {
    return IntStream.range(0, columns.size())
        .filter(c -> columns.get(c).strip().equalsIgnoreCase(name))
        .findFirst();
  }
}
