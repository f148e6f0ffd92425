package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The runs of letters in a name, with a mark at either end so that beginnings and endings are known
 * as such.
 *
 * @param shortest shortest run, at least 1
 * @param longest longest run
 * @param letterCase whether upper and lower case are told apart
 */
record CharacterNGrams(int shortest, int longest, LetterCase letterCase) implements Serializable {
  // Control characters: no alphabet has them.
  private static final String BEGIN = "\u0002";
  private static final String END = "\u0003";

  enum LetterCase {
    KEPT,
    FOLDED
  }

  /** All n-grams of a name, repeated ones repeated. */
  List<String> of(String name) {
    String folded = letterCase == LetterCase.FOLDED ? name.toLowerCase(Locale.ROOT) : name;
    int[] letters = (BEGIN + folded + END).codePoints().toArray();
    List<String> grams = new ArrayList<>();
    for (int n = shortest; n <= longest; n++) {
      for (int from = 0; from + n <= letters.length; from++) {
        grams.add(new String(letters, from, n));
      }
    }
    return grams;
  }
}
