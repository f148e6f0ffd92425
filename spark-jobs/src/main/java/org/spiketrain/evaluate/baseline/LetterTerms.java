package org.spiketrain.evaluate.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Character n-grams.
 *
 * @param shortest shortest n-gram, at least 1
 * @param longest longest n-gram, at least {@code shortest}
 */
record LetterTerms(int shortest, int longest, LetterCase letterCase, Edges edges) implements Terms {
  // Control characters: no alphabet has them.
  private static final String BEGIN = "\u0002";
  private static final String END = "\u0003";

  /** Whether small and capital letters differ. */
  enum LetterCase {
    KEPT,
    FOLDED
  }

  /** Whether beginning and end of a text are letters of their own. */
  enum Edges {
    MARKED,
    BARE
  }

  @Override
  public List<String> of(String text) {
    String folded = letterCase == LetterCase.FOLDED ? text.toLowerCase(Locale.ROOT) : text;
    String whole = edges == Edges.MARKED ? BEGIN + folded + END : folded;
    int[] letters = whole.codePoints().toArray();
    List<String> grams = new ArrayList<>();
    for (int n = shortest; n <= longest; n++) {
      for (int from = 0; from + n <= letters.length; from++) {
        grams.add(new String(letters, from, n));
      }
    }
    return grams;
  }
}
