package org.spiketrain.model.encode;

import java.util.ArrayList;
import java.util.List;

/** Part of a name that the network sees: letters and markers, one a time step. */
final class SymbolSequence {
  /** Masking a prefix leaves so many letters at least: one alone says little. */
  private static final int LETTERS_LEFT = 2;

  // Control characters stand for the symbols that are no letters: JSON writes these as escapes, and
  // no alphabet needs them.

  /** The name begins here. */
  static final int BEGIN = 0x02;

  /** The name ends here. */
  static final int END = 0x03;

  /** The name goes on here: letters before this were taken away. */
  static final int CUT = 0x1A;

  private final String text;
  private final int[] start;

  private SymbolSequence(String text) {
    this.text = text;
    int symbols = text.codePointCount(0, text.length());
    this.start = new int[symbols + 1];
    for (int t = 0; t < symbols; t++) {
      start[t + 1] = text.offsetByCodePoints(start[t], 1);
    }
  }

  /**
   * The symbols of a normalised name. Its first {@code maskedPrefix} letters are cut off, but two
   * stay; a name that is too short to lose any keeps its begin marker.
   */
  static SymbolSequence of(String normalised, LetterEncoder.Settings settings) {
    int letters = normalised.codePointCount(0, normalised.length());
    int cut = Math.min(settings.maskedPrefix(), Math.max(0, letters - LETTERS_LEFT));
    String rest = normalised.substring(normalised.offsetByCodePoints(0, cut));
    return switch (settings.boundaries()) {
      case NONE -> new SymbolSequence(rest);
      case MARKED -> {
        int first = cut > 0 ? CUT : BEGIN;
        yield new SymbolSequence(Character.toString(first) + rest + Character.toString(END));
      }
    };
  }

  static boolean isMarker(int symbol) {
    return symbol == BEGIN || symbol == END || symbol == CUT;
  }

  /** Number of symbols, which is that of the time steps. */
  int length() {
    return start.length - 1;
  }

  /** The code point of the symbol at time step {@code t}. */
  int symbol(int t) {
    return text.codePointAt(start[t]);
  }

  /**
   * The n-grams of 2 to {@code longest} symbols whose last symbol is that at time step {@code t}:
   * shortest first, fewer where the name has not so many symbols yet.
   */
  List<String> ngramsEndingAt(int t, int longest) {
    List<String> ngrams = new ArrayList<>();
    for (int n = 2; n <= Math.min(longest, t + 1); n++) {
      ngrams.add(text.substring(start[t + 1 - n], start[t + 1]));
    }
    return ngrams;
  }
}
