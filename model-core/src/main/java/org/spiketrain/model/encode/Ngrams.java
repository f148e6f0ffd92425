package org.spiketrain.model.encode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The n-grams of a name, for preprocessing to count. An n-gram is n symbols in a row, one code
 * point each: letters, and where boundaries are marked U+0002 for the begin, U+0003 for the end and
 * U+001A for the cut of a masked prefix.
 */
public final class Ngrams {
  /** Shorter n-grams first, then by {@link String#compareTo}: the order of their channels. */
  public static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(Ngrams::symbols).thenComparing(Comparator.naturalOrder());

  private Ngrams() {}

  private static int symbols(String ngram) {
    return ngram.codePointCount(0, ngram.length());
  }

  /**
   * Every n-gram of 2 to {@code settings.ngrams()} symbols, as often as the name has it.
   *
   * @param normalised letters of the alphabet only, as {@link LetterEncoder#normalise} gives them
   * @param settings boundaries, masked prefix and longest n-gram; its vocabulary plays no part
   * @return in the order of their last symbols, shorter ones first; empty if {@code ngrams} is 1
   */
  public static List<String> of(String normalised, LetterEncoder.Settings settings) {
    SymbolSequence symbols = SymbolSequence.of(normalised, settings);
    List<String> ngrams = new ArrayList<>();
    for (int t = 0; t < symbols.length(); t++) {
      ngrams.addAll(symbols.ngramsEndingAt(t, settings.ngrams()));
    }
    return ngrams;
  }
}
