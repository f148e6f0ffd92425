package org.spiketrain.data.table;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import org.spiketrain.data.Split;

/**
 * A row of a corpus; what is null in the table is empty.
 *
 * @param number place in the corpus, from 1
 * @param id what names the row; empty where nothing does
 * @param weight what a training multiplies its loss by
 * @param fault why the row cannot be used, as far as its weight and bytes tell; empty where it can
 */
public record LabelledRow(
    long number, String text, String label, String split, String id, RowWeight weight, String fault)
    implements Serializable {
  /** Reason for a row whose split is none of those. */
  public static final String UNKNOWN_SPLIT = "unknown split";

  /** Reason for a row of a class that is none of those. */
  public static final String UNKNOWN_LABEL = "unknown label";

  /** The split, if the row names one: train, validation (val, valid, dev) or test, in any case. */
  public Optional<Split> part() {
    return switch (split.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(Split.TRAIN);
      case "validation", "valid", "val", "dev" -> Optional.of(Split.VALIDATION);
      case "test", "testing" -> Optional.of(Split.TEST);
      default -> Optional.empty();
    };
  }

  /** The row at another place in the corpus. */
  public LabelledRow numbered(long place) {
    return new LabelledRow(place, text, label, split, id, weight, fault);
  }

  /** What the row is called in frames and rejects. */
  public String name(String table) {
    return table + ":" + shortName();
  }

  /** The id, or where there is none the number. */
  public String shortName() {
    return id.isEmpty() ? Long.toString(number) : id;
  }
}
