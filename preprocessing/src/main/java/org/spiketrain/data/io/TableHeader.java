package org.spiketrain.data.io;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header of a table, which comes again further down where tables were joined. */
public final class TableHeader implements Serializable {
  /** Reason for a row that is the header again. */
  public static final String REPEATED = "repeats the header";

  private static final long serialVersionUID = 1L;

  // A list that any serializer and any version of Java reads back.
  private final ArrayList<String> names;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TableHeader(List<String> row) {
    this.names = new ArrayList<>(folded(row));
  }

  /** The names, as a header that is the same would have them. */
  @JsonValue
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * Whether a row is this header again, in any case; that of a single column in its own alone,
   * since a word by itself, such as Name below name, may be one that was meant.
   *
   * @param line where the row begins, from 1
   * @throws FileFaultException if it has the same columns in another order: the rows below it would
   *     be read wrongly
   */
  public boolean isRepeatedBy(List<String> row, long line) throws FileFaultException {
    if (row.size() != names.size()) {
      return false;
    }
    List<String> other = folded(row);
    if (other.equals(names)) {
      return true;
    }
    if (other.containsAll(names) && names.containsAll(other)) {
      throw new FileFaultException(
          "has another header in line %d, with its columns in another order than %s: make it a file of its own"
              .formatted(line, names));
    }
    return false;
  }

  private static List<String> folded(List<String> row) {
    return row.size() == 1
        ? List.of(row.get(0).strip())
        : row.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
  }
}
