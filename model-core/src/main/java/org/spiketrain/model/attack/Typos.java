package org.spiketrain.model.attack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.spiketrain.model.attack.Replacements.Word;
import org.spiketrain.model.encode.RateTable;

/**
 * Slips of the hand, one a word, as DeepWordBug (Gao, Lanchantin, Soffa and Qi, 2018) makes them:
 * two neighbouring letters swapped, one left out, one typed twice or with a key beside it as well,
 * or a key beside it instead.
 *
 * <p>Nearly all of them give a word that is not in the vocabulary, and to a network one unknown
 * word is like the other: one of them, drawn by the seed and the word, stands for all. Those that
 * give another word of the vocabulary are candidates of their own.
 *
 * @param numbers the number of each known word
 * @param seed decides which typos are shown
 */
public record Typos(Map<String, Integer> numbers, long seed) implements Replacements {
  /** Shorter words are not recognised after a slip. */
  private static final int SHORTEST = 3;

  /** Rows of an English keyboard. */
  private static final String[] KEYS = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

  @Override
  public boolean concerns(Word word) {
    return word.text().codePointCount(0, word.text().length()) >= SHORTEST
        && word.text().codePoints().anyMatch(Character::isLetter);
  }

  @Override
  public List<Word> candidates(Word word) {
    if (!concerns(word)) {
      return List.of();
    }
    List<String> unknown = new ArrayList<>();
    List<Word> known = new ArrayList<>();
    for (String typo : all(word.text())) {
      int number = numbers.getOrDefault(typo, RateTable.UNKNOWN);
      if (number == RateTable.UNKNOWN) {
        unknown.add(typo);
      } else {
        known.add(new Word(typo, number));
      }
    }
    List<Word> candidates = new ArrayList<>();
    if (word.number() != RateTable.UNKNOWN && !unknown.isEmpty()) {
      int drawn = new SplittableRandom(seed ^ word.text().hashCode()).nextInt(unknown.size());
      candidates.add(new Word(unknown.get(drawn), RateTable.UNKNOWN));
    }
    candidates.addAll(known);
    return candidates;
  }

  /** Every way to mistype a word once. */
  static Set<String> all(String word) {
    Set<String> typos = new LinkedHashSet<>();
    int[] letters = word.codePoints().toArray();
    for (int at = 0; at < letters.length; at++) {
      typos.addAll(slips(letters, at));
    }
    typos.remove(word);
    return typos;
  }

  private static List<String> slips(int[] letters, int at) {
    String before = new String(letters, 0, at);
    String letter = Character.toString(letters[at]);
    String after = new String(letters, at + 1, letters.length - at - 1);
    List<String> slips = new ArrayList<>();
    slips.add(before + after);
    if (!after.isEmpty()) {
      String next = Character.toString(letters[at + 1]);
      slips.add(before + next + letter + after.substring(next.length()));
    }
    for (int key : (around(letters[at]) + letter).codePoints().toArray()) {
      slips.add(before + Character.toString(key) + after);
      slips.add(before + letter + Character.toString(key) + after);
    }
    return slips;
  }

  /** Letters on the keys around a letter from a to z, in its case; none for any other. */
  static String around(int letter) {
    int lower = Character.toLowerCase(letter);
    for (int row = 0; row < KEYS.length; row++) {
      int column = KEYS[row].indexOf(lower);
      if (column >= 0) {
        // Each row stands half a key to the right of the one above.
        String around =
            key(row, column - 1)
                + key(row, column + 1)
                + key(row - 1, column)
                + key(row - 1, column + 1)
                + key(row + 1, column - 1)
                + key(row + 1, column);
        return letter == lower ? around : around.toUpperCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static String key(int row, int column) {
    boolean there = row >= 0 && row < KEYS.length && column >= 0 && column < KEYS[row].length();
    return there ? KEYS[row].substring(column, column + 1) : "";
  }
}
