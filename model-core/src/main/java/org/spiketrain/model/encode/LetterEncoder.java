package org.spiketrain.model.encode;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Turns a name into one-hot spike frames, one letter a time step, as the SpikingJelly and PyTorch
 * names tutorials do: accents are taken off, what is not in the alphabet is left out, and letter
 * {@code i} of the alphabet is channel {@code i}.
 */
public final class LetterEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The 58 letters of SpikingJelly's names tutorial: a-z, A-Z, then space and {@code .,;'-}. */
  public static final String DEFAULT_LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'-";

  /**
   * What decides the frames of a name.
   *
   * @param letters the alphabet, in channel order, without repetition (key {@code data.letters})
   * @param foldCase whether names are lower-cased first (key {@code data.fold-case})
   */
  public record Settings(String letters, boolean foldCase) implements Serializable {
    /** The tutorial's alphabet, upper and lower case kept apart. */
    public static Settings tutorial() {
      return new Settings(DEFAULT_LETTERS, false);
    }
  }

  private final Settings settings;
  private final Map<Integer, Integer> channelOfLetter;

  /**
   * @throws UserErrorException if the alphabet is empty, repeats a letter, or has a letter that no
   *     name can contain once its accents are taken off
   */
  public LetterEncoder(Settings settings) {
    this.settings = settings;
    this.channelOfLetter = channels(settings.letters());
  }

  private static Map<Integer, Integer> channels(String letters) {
    if (letters.isEmpty()) {
      throw new UserErrorException(
          "data.letters is empty: list at least one letter, or leave the key out for the default");
    }
    Map<Integer, Integer> channels = new HashMap<>();
    for (int letter : letters.codePoints().toArray()) {
      checkReachable(letter, letters);
      Integer first = channels.putIfAbsent(letter, channels.size());
      if (first != null) {
        throw new UserErrorException(
            "data.letters has the letter '%s' twice, at positions %d and %d of \"%s\": list each letter once"
                .formatted(Character.toString(letter), first + 1, channels.size() + 1, letters));
      }
    }
    return Map.copyOf(channels);
  }

  private static void checkReachable(int letter, String letters) {
    String alone = Character.toString(letter);
    String bare = withoutAccents(alone);
    if (!bare.equals(alone)) {
      throw new UserErrorException(
          "data.letters has '%s' in \"%s\", which no name can contain because accents are taken off first: use '%s' instead"
              .formatted(alone, letters, bare));
    }
  }

  /** The settings this encoder was made from. */
  public Settings settings() {
    return settings;
  }

  /** Number of channels of the frames: one a letter. */
  public int channels() {
    return channelOfLetter.size();
  }

  /**
   * The tutorial's {@code unicodeToAscii}: canonical decomposition (NFD), marks (category Mn) taken
   * off, letters outside the alphabet left out; lower-cased first where case is folded. Surrounding
   * spaces stay where the alphabet has the space, as they do in the tutorial.
   */
  public String keepLetters(String name) {
    String folded = settings.foldCase() ? name.toLowerCase(Locale.ROOT) : name;
    StringBuilder kept = new StringBuilder(folded.length());
    withoutAccents(folded)
        .codePoints()
        .filter(channelOfLetter::containsKey)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /**
   * The letters of a name that the network sees: {@link #keepLetters} without surrounding
   * whitespace, which is never part of a name but often of a line. Normalising twice changes
   * nothing. A name without a usable letter gives the empty string.
   */
  public String normalise(String name) {
    // Stripped last: leaving out a digit or a mark can bare a space at either end.
    return keepLetters(name).strip();
  }

  private static String withoutAccents(String text) {
    StringBuilder bare = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString();
  }

  /**
   * One-hot frames of a normalised name.
   *
   * @param normalised letters of the alphabet only, as {@link #normalise} gives them
   * @return [letters of the name] time steps of {@link #channels()} channels, one spike each
   * @throws IllegalArgumentException if a letter is not in the alphabet
   */
  public SpikeFrames encode(String normalised) {
    int[] letters = normalised.codePoints().toArray();
    return SpikeFrames.oneHot(channels(), Arrays.stream(letters).map(this::channelOf).toArray());
  }

  private int channelOf(int letter) {
    Integer channel = channelOfLetter.get(letter);
    if (channel == null) {
      throw new IllegalArgumentException(
          "'%s' is not in the alphabet: normalise the name first"
              .formatted(Character.toString(letter)));
    }
    return channel;
  }
}
