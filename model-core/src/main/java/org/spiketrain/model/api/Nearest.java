package org.spiketrain.model.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.spiketrain.model.UserErrorException;

/** Finds the known name that a misspelt one is probably meant to be. */
public final class Nearest {
  private static final int MOST_EDITS = 3;

  private Nearest() {}

  /** The name with the fewest edits from {@code written}; empty if all need more than three. */
  public static Optional<String> of(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> edits(written, name) <= Math.min(MOST_EDITS, name.length() / 2 + 1))
        .min(Comparator.comparingInt((String name) -> edits(written, name)).thenComparing(n -> n));
  }

  /** An unknown name: the message lists what there is, and the nearest. */
  public static UserErrorException unknown(String kind, String written, Collection<String> names) {
    String nearest = of(written, names).map("; did you mean %s?"::formatted).orElse("");
    return new UserErrorException(
        "Unknown %s '%s': expected one of %s%s"
            .formatted(kind, written, String.join(", ", names), nearest));
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
      }
      before = row;
    }
    return before[b.length()];
  }
}
