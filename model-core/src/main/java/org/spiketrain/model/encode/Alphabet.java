package org.spiketrain.model.encode;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.spiketrain.model.UserErrorException;

/** The letters that names are made of, by their code points. */
record Alphabet(Set<Integer> letters) implements Serializable {
  /** Throws {@link UserErrorException} if there is no letter, one twice, or one no name has. */
  static Alphabet of(String letters, Folding folding) {
    if (letters.isEmpty()) {
      throw new UserErrorException(
          "data.names.letters is empty: list at least one letter, or leave the key out for the"
              + " default");
    }
    Map<Integer, Integer> positions = new HashMap<>();
    for (int letter : letters.codePoints().toArray()) {
      checkReachable(letter, letters, folding);
      Integer first = positions.putIfAbsent(letter, positions.size());
      if (first != null) {
        throw new UserErrorException(
            "data.names.letters has the letter '%s' twice, at positions %d and %d of \"%s\": list each letter once"
                .formatted(Character.toString(letter), first + 1, positions.size() + 1, letters));
      }
    }
    return new Alphabet(Set.copyOf(positions.keySet()));
  }

  private static void checkReachable(int letter, String letters, Folding folding) {
    if (SymbolSequence.isMarker(letter)) {
      throw new UserErrorException(
          "data.names.letters has the control character U+%04X, which marks where a name begins or ends: take it out"
              .formatted(letter));
    }
    String alone = Character.toString(letter);
    // A mark is the letter itself, if it is one that NFD leaves.
    int[] bare = decomposed(alone).filter(c -> isMark(letter) || !isMark(c)).toArray();
    String reached = new String(bare, 0, bare.length);
    if (!reached.equals(alone)) {
      throw new UserErrorException(
          "data.names.letters has '%s' in \"%s\", which no name can contain because accents are taken off first: use '%s' instead, and list the mark by itself if it is to stay"
              .formatted(alone, letters, reached));
    }
    if (!folding.keeps(letter)) {
      throw new UserErrorException(
          "data.names.letters has '%s' in \"%s\", which no name can contain with data.names.fold-letters: take it out, or set that to false"
              .formatted(alone, letters));
    }
  }

  /**
   * What of a text is made of these letters: canonical decomposition (NFD), marks taken off that
   * are no letters here, as those are whose letter is none.
   *
   * @param plain writes a letter without its marks plainly, and leaves a mark as it is
   */
  String lettersOf(String text, UnaryOperator<String> plain) {
    StringBuilder letters = new StringBuilder(text.length());
    boolean letterBefore = false;
    for (int symbol : decomposed(text).toArray()) {
      boolean mark = isMark(symbol);
      if (mark && !letterBefore) {
        continue;
      }
      int[] kept = kept(plain.apply(Character.toString(symbol)));
      Arrays.stream(kept).forEach(letters::appendCodePoint);
      letterBefore = mark || (kept.length > 0 && Character.isLetter(kept[kept.length - 1]));
    }
    return letters.toString();
  }

  private int[] kept(String symbols) {
    return symbols.codePoints().filter(this::contains).toArray();
  }

  private static IntStream decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).codePoints();
  }

  /** Whether it is a mark on a letter (category Mn). */
  static boolean isMark(int letter) {
    return Character.getType(letter) == Character.NON_SPACING_MARK;
  }

  boolean contains(int letter) {
    return letters.contains(letter);
  }

  /** Throws {@link IllegalArgumentException} if a name has what is not in the alphabet. */
  void checkAll(String name) {
    name.codePoints()
        .filter(symbol -> !contains(symbol))
        .findFirst()
        .ifPresent(
            symbol -> {
              throw new IllegalArgumentException(
                  "'%s' is not in the alphabet: normalise the name first"
                      .formatted(Character.toString(symbol)));
            });
  }
}
