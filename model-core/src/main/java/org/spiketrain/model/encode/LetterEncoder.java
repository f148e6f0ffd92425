package org.spiketrain.model.encode;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Turns a name into spike frames, one symbol a time step. With the tutorial's settings that is one
 * letter, one-hot, as in the SpikingJelly and PyTorch names tutorials: accents are taken off, what
 * is not in the alphabet is left out, and letter {@code i} of the alphabet is channel {@code i}.
 *
 * <p>Other settings mark the ends of a name, hide its first letters, or let the n-grams that end at
 * a letter spike beside it. The channels are the letters, then the markers (begin, end and, where a
 * prefix is masked, cut), then the n-grams of the vocabulary.
 */
public final class LetterEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The 58 letters of SpikingJelly's names tutorial: a-z, A-Z, then space and {@code .,;'-}. */
  public static final String DEFAULT_LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'-";

  /** The longest n-grams there can be; longer ones hardly recur in names. */
  public static final int LONGEST_NGRAM = 8;

  private static final int UNKNOWN = -1;

  /** Shorter n-grams first, then by {@link String#compareTo}: the order of their channels. */
  public static final Comparator<String> NGRAM_ORDER =
      Comparator.<String>comparingInt(LetterEncoder::symbols)
          .thenComparing(Comparator.naturalOrder());

  /** Markers in the frames of a name for where it begins and ends. */
  public enum Boundaries {
    /** Letters only: the first time step is the first letter. */
    NONE,

    /**
     * A marker of its own before the first letter and one after the last, a time step each, so that
     * a letter at either end can be told from the same letter inside.
     */
    MARKED
  }

  /**
   * Settings that determine the frames of a name.
   *
   * @param letters the alphabet, in channel order, without repetition (key {@code
   *     data.names.letters})
   * @param foldCase what is folded besides accents (keys {@code data.names.fold-case} and {@code
   *     data.names.fold-letters})
   * @param keepSpaces whether spaces around a name are letters of it, as in the tutorial, or are
   *     taken off (key {@code data.names.keep-spaces})
   * @param boundaries whether markers stand at the ends (key {@code data.names.boundaries})
   * @param maskedPrefix number of letters, at least 0, that are cut off the front of every name as
   *     far as two letters stay; a marked begin then becomes a marked cut (key {@code
   *     data.names.masked-prefix}). The tutorial's split is alphabetical, so that first letters
   *     mislead.
   * @param ngrams symbols of the longest n-grams that spike, 1 (none) to 8 (key {@code
   *     data.names.ngrams})
   * @param ngramMinimumCount how often, at least 1, an n-gram must occur in the train split to have
   *     a channel (key {@code data.names.ngram-minimum-count})
   * @param vocabulary the n-grams that have a channel, ascending by {@link #NGRAM_ORDER}, as {@link
   *     #ngramsOf} writes them; empty until preprocessing has counted them
   */
  public record Settings(
      String letters,
      Folding foldCase,
      boolean keepSpaces,
      Boundaries boundaries,
      int maskedPrefix,
      int ngrams,
      int ngramMinimumCount,
      List<String> vocabulary)
      implements Serializable {
    public Settings {
      // A manifest that lacks one must not become an encoder of other frames.
      Objects.requireNonNull(letters, "letters");
      Objects.requireNonNull(foldCase, "foldCase");
      Objects.requireNonNull(boundaries, "boundaries");
      vocabulary = List.copyOf(vocabulary);
    }

    /**
     * The tutorial's alphabet, upper and lower case kept apart, letters alone, no spaces around.
     */
    public static Settings tutorial() {
      return new Settings(
          DEFAULT_LETTERS, Folding.NONE, false, Boundaries.NONE, 0, 1, 1, List.of());
    }

    /** The same settings with the n-grams that preprocessing has counted, ascending. */
    public Settings withVocabulary(List<String> counted) {
      return new Settings(
          letters,
          foldCase,
          keepSpaces,
          boundaries,
          maskedPrefix,
          ngrams,
          ngramMinimumCount,
          counted);
    }

    /**
     * Every n-gram of 2 to {@code ngrams} symbols of a name, as often as it has it, for
     * preprocessing to count. An n-gram is n symbols in a row, one code point each: letters, and
     * where boundaries are marked U+0002 for the begin, U+0003 for the end and U+001A for the cut
     * of a masked prefix. The vocabulary plays no part.
     *
     * @param normalised letters of the alphabet only, as {@link LetterEncoder#normalise} gives them
     * @return in the order of their last symbols, shorter ones first; empty if {@code ngrams} is 1
     */
    public List<String> ngramsOf(String normalised) {
      SymbolSequence symbols = SymbolSequence.of(normalised, this);
      return IntStream.range(0, symbols.length())
          .mapToObj(t -> symbols.ngramsEndingAt(t, ngrams))
          .flatMap(List::stream)
          .toList();
    }
  }

  private final Settings settings;
  private final Alphabet alphabet;
  private final Map<Integer, Integer> channelOfSymbol;
  private final Map<String, Integer> channelOfNgram;

  /**
   * @throws UserErrorException if the alphabet is empty, repeats a letter, or has a letter that no
   *     name can contain once its accents are taken off; if a number is out of range; or if the
   *     vocabulary is not ascending or has n-grams of other lengths than the settings
   */
  public LetterEncoder(Settings settings) {
    checkRange("data.names.masked-prefix", settings.maskedPrefix(), 0, Integer.MAX_VALUE);
    checkRange("data.names.ngrams", settings.ngrams(), 1, LONGEST_NGRAM);
    checkRange(
        "data.names.ngram-minimum-count", settings.ngramMinimumCount(), 1, Integer.MAX_VALUE);
    this.settings = settings;
    this.alphabet = Alphabet.of(settings.letters(), settings.foldCase());
    this.channelOfSymbol = symbols(settings);
    this.channelOfNgram = ngrams(settings, channelOfSymbol.size());
  }

  private static void checkRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      String expected =
          most == Integer.MAX_VALUE ? "at least " + least : "%d to %d".formatted(least, most);
      throw new UserErrorException("%s is %d: expected %s".formatted(key, value, expected));
    }
  }

  private static Map<Integer, Integer> symbols(Settings settings) {
    Map<Integer, Integer> channels = new HashMap<>();
    settings.letters().codePoints().forEach(letter -> channels.put(letter, channels.size()));
    markers(settings).forEach(marker -> channels.put(marker, channels.size()));
    return Map.copyOf(channels);
  }

  private static List<Integer> markers(Settings settings) {
    if (settings.boundaries() == Boundaries.NONE) {
      return List.of();
    }
    // A cut that no name can have needs no channel.
    int count = settings.maskedPrefix() == 0 ? 2 : 3;
    return List.of(SymbolSequence.BEGIN, SymbolSequence.END, SymbolSequence.CUT).subList(0, count);
  }

  private static int symbols(String ngram) {
    return ngram.codePointCount(0, ngram.length());
  }

  private static Map<String, Integer> ngrams(Settings settings, int first) {
    Map<String, Integer> channels = new HashMap<>();
    String previous = "";
    for (String ngram : settings.vocabulary()) {
      int symbols = symbols(ngram);
      if (NGRAM_ORDER.compare(previous, ngram) >= 0 || symbols < 2 || symbols > settings.ngrams()) {
        throw new UserErrorException(
            "The n-gram vocabulary has \"%s\" at position %d: expected ascending n-grams of 2 to %d symbols (data.names.ngrams); run preprocess again"
                .formatted(ngram, channels.size() + 1, settings.ngrams()));
      }
      channels.put(ngram, first + channels.size());
      previous = ngram;
    }
    // Not a copy by Map.copyOf, which compares several n-grams at each look.
    return channels;
  }

  /** The settings this encoder was made from. */
  public Settings settings() {
    return settings;
  }

  /** Number of channels of the frames: letters, markers and n-grams. */
  public int channels() {
    return channelOfSymbol.size() + channelOfNgram.size();
  }

  /**
   * The letter or n-gram of a channel for people, with {@code ^} for the begin of a name, {@code $}
   * for its end and {@code …} for a cut.
   *
   * @param channel from 0 to {@link #channels()} - 1
   */
  public String shown(int channel) {
    String symbols =
        channel < channelOfSymbol.size()
            ? channelOfSymbol.entrySet().stream()
                .filter(one -> one.getValue() == channel)
                .map(one -> Character.toString(one.getKey()))
                .findFirst()
                .orElseThrow()
            : settings.vocabulary().get(channel - channelOfSymbol.size());
    return symbols
        .replace(Character.toString(SymbolSequence.BEGIN), "^")
        .replace(Character.toString(SymbolSequence.END), "$")
        .replace(Character.toString(SymbolSequence.CUT), "…");
  }

  /** Number of leading channels: those of symbols and of n-grams up to {@code symbols} symbols. */
  public int channelsUpTo(int symbols) {
    long ngrams = settings.vocabulary().stream().filter(ngram -> symbols(ngram) <= symbols).count();
    return channelOfSymbol.size() + (int) ngrams;
  }

  /**
   * The tutorial's {@code unicodeToAscii}: canonical decomposition (NFD), marks (category Mn) and
   * letters outside the alphabet left out; what the settings fold is folded first. Surrounding
   * spaces stay where the alphabet has the space, as they do in the tutorial. A mark that is in the
   * alphabet is a letter behind the one that it stands on, if that is one.
   */
  public String keepLetters(String name) {
    Folding folding = settings.foldCase();
    return alphabet.lettersOf(folding.foldCase(name), folding::foldLetters);
  }

  /**
   * The letters of a name that can be used: {@link #keepLetters} without surrounding whitespace,
   * which is never part of a name but often of a line, unless the settings keep it as the tutorial
   * does. Normalising twice changes nothing. A name is usable if this is not empty; spaces alone
   * are no name.
   */
  public String normalise(String name) {
    // Stripped last: leaving out a digit or a mark can bare a space at either end.
    String letters = keepLetters(name);
    String stripped = letters.strip();
    return settings.keepSpaces() && !stripped.isEmpty() ? letters : stripped;
  }

  /**
   * Binary frames of a normalised name: at each symbol its own channel and those of the n-grams
   * that end there. An n-gram outside the vocabulary has no spike.
   *
   * @param normalised letters of the alphabet only, as {@link #normalise} gives them
   * @return [symbols of the name] time steps of {@link #channels()} channels, 1 to {@code
   *     settings().ngrams()} spikes each
   * @throws IllegalArgumentException if a letter is not in the alphabet
   */
  public SpikeFrames encode(String normalised) {
    alphabet.checkAll(normalised);
    SymbolSequence symbols = SymbolSequence.of(normalised, settings);
    int[] rowStart = new int[symbols.length() + 1];
    int[] channel = new int[symbols.length() * settings.ngrams()];
    for (int t = 0; t < symbols.length(); t++) {
      int entries = rowStart[t];
      channel[entries++] = channelOfSymbol.get(symbols.symbols()[t]);
      for (String ngram : symbols.ngramsEndingAt(t, settings.ngrams())) {
        int known = channelOfNgram.getOrDefault(ngram, UNKNOWN);
        if (known != UNKNOWN) {
          channel[entries++] = known;
        }
      }
      // "rm" comes after "arm" in the vocabulary, though it is shorter.
      Arrays.sort(channel, rowStart[t], entries);
      rowStart[t + 1] = entries;
    }
    return SpikeFrames.binary(
        channels(), rowStart, Arrays.copyOf(channel, rowStart[symbols.length()]));
  }
}
