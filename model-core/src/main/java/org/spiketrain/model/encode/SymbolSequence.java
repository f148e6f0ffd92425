package org.spiketrain.model.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Part of a name that the network sees: code points of letters and markers, one a time step. */
@SuppressWarnings("ArrayRecordComponent")
record SymbolSequence(int[] symbols) {
  /** Masking a prefix leaves so many letters at least: one alone says little. */
  private static final int LETTERS_LEFT = 2;

  // Control characters stand for the symbols that are no letters: JSON writes these as escapes, and
  // no alphabet needs them.

  static final int BEGIN = 0x02;

  static final int END = 0x03;

  /** The name goes on here: letters before this were taken away. */
  static final int CUT = 0x1A;

  /**
   * The symbols of a normalised name. Its first {@code maskedPrefix} letters are cut off with the
   * marks on them, but two stay; a name that is too short to lose any keeps its begin marker.
   */
  static SymbolSequence of(String normalised, LetterEncoder.Settings settings) {
    int[] letters = normalised.codePoints().toArray();
    int cut = cut(letters, settings.maskedPrefix());
    IntStream rest = IntStream.of(letters).skip(cut);
    IntStream symbols =
        switch (settings.boundaries()) {
          case NONE -> rest;
          case MARKED ->
              IntStream.concat(
                  IntStream.of(cut > 0 ? CUT : BEGIN), IntStream.concat(rest, IntStream.of(END)));
        };
    return new SymbolSequence(symbols.toArray());
  }

  /** Symbols of the prefix to be cut off. */
  private static int cut(int[] letters, int maskedPrefix) {
    int[] bases =
        IntStream.range(0, letters.length).filter(i -> !Alphabet.isMark(letters[i])).toArray();
    int cut = Math.min(maskedPrefix, Math.max(0, bases.length - LETTERS_LEFT));
    return cut == 0 ? 0 : bases[cut];
  }

  static boolean isMarker(int symbol) {
    return symbol == BEGIN || symbol == END || symbol == CUT;
  }

  /** Number of symbols, which is that of the time steps. */
  int length() {
    return symbols.length;
  }

  /** N-grams of 2 to {@code longest} symbols that end at time step {@code t}, shortest first. */
  List<String> ngramsEndingAt(int t, int longest) {
    List<String> ngrams = new ArrayList<>(longest);
    for (int n = 2; n <= Math.min(longest, t + 1); n++) {
      ngrams.add(new String(symbols, t + 1 - n, n));
    }
    return ngrams;
  }
}
