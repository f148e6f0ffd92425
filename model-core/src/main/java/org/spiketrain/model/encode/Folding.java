package org.spiketrain.model.encode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a name's letters makes no difference. Accents never do.
 *
 * <p>As JSON it is what stands in models that know of no other folding than that of case: {@code
 * false} or {@code true}; a model that folds letters cannot be read by what would not.
 */
public enum Folding {
  /** Nothing besides accents. */
  NONE(false, false, "false"),

  /** Upper and lower case. */
  CASE(true, false, "true"),

  /** Letters that are no accented ones, but have a customary plain spelling: ł is l, ß is ss. */
  LETTERS(false, true, "letters"),

  /** Both. */
  CASE_AND_LETTERS(true, true, "case-and-letters");

  /**
   * Spellings of letters without a canonical decomposition as passports have them (ICAO Doc 9303,
   * part 3), but O for Ø, as it is mostly left; then signs that stand for those of the keyboard.
   * Lower case; upper case is derived.
   */
  private static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("ß", "ss"),
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"),
          Map.entry("ø", "o"),
          Map.entry("đ", "d"),
          Map.entry("ð", "d"),
          Map.entry("ħ", "h"),
          Map.entry("ı", "i"),
          Map.entry("ĳ", "ij"),
          Map.entry("ĸ", "q"),
          Map.entry("ł", "l"),
          Map.entry("ŋ", "n"),
          Map.entry("ŧ", "t"),
          Map.entry("þ", "th"),
          Map.entry("ə", "e"),
          Map.entry("\u2019", "'"),
          Map.entry("\u2018", "'"),
          Map.entry("\u02bc", "'"),
          Map.entry("`", "'"),
          Map.entry("\u2010", "-"),
          Map.entry("\u2011", "-"),
          Map.entry("\u2013", "-"),
          Map.entry("\u00a0", " "));

  private final boolean foldsCase;
  private final boolean foldsLetters;
  private final String written;

  Folding(boolean foldsCase, boolean foldsLetters, String written) {
    this.foldsCase = foldsCase;
    this.foldsLetters = foldsLetters;
    this.written = written;
  }

  /** The folding of the two keys {@code fold-case} and {@code fold-letters}. */
  public static Folding of(boolean foldsCase, boolean foldsLetters) {
    return Arrays.stream(values())
        .filter(one -> one.foldsCase == foldsCase && one.foldsLetters == foldsLetters)
        .findFirst()
        .orElseThrow();
  }

  @JsonCreator
  static Folding read(Object written) {
    return Arrays.stream(values())
        .filter(one -> one.written.equals(String.valueOf(written)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown folding of letters: " + written));
  }

  @JsonValue
  Object written() {
    return foldsLetters ? written : Boolean.valueOf(written);
  }

  public boolean foldsCase() {
    return foldsCase;
  }

  public boolean foldsLetters() {
    return foldsLetters;
  }

  /** Whether a letter can be in a name that is folded, whatever its case. */
  boolean keeps(int letter) {
    return !foldsLetters || plain(letter).equals(Character.toString(letter));
  }

  /** A name in lower case, if case is folded. */
  String foldCase(String name) {
    return foldsCase ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** A name without accents with its letters written plainly, if they are folded. */
  String foldLetters(String name) {
    return foldsLetters
        ? name.codePoints().mapToObj(Folding::plain).collect(Collectors.joining())
        : name;
  }

  private static String plain(int codePoint) {
    String letter = Character.toString(codePoint);
    String lower = letter.toLowerCase(Locale.ROOT);
    String plain = SPELLINGS.get(lower);
    if (plain == null) {
      return letter;
    }
    return lower.equals(letter) ? plain : capital(plain);
  }

  private static String capital(String plain) {
    return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
  }
}
