package org.spiketrain.data.text;

import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Cuts sentences into words.
 *
 * @param tokens where it cuts them (key {@code data.text.tokens})
 * @param lowerCase whether words are lower-cased (key {@code data.text.lower-case})
 */
public record Tokenizer(Tokens tokens, boolean lowerCase) implements Serializable {
  private static final Pattern SPACES = Pattern.compile("[ \r\n]+");
  private static final Pattern CONTRACTION = Pattern.compile("('s|'ve|n't|'re|'d|'ll)");
  private static final Pattern PUNCTUATION = Pattern.compile("([,!()?])");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9(),!?'`]");

  /** Rules by which a sentence is cut into words. */
  public enum Tokens {
    /**
     * At ASCII spaces and line ends, for sentences that are cut already; other spaces are part of a
     * word.
     */
    SPACES,
    /** As Kim's code for "Convolutional Neural Networks for Sentence Classification" (2014). */
    KIM,
    /** English and its like: at Unicode's word boundaries (UAX 29), punctuation left out. */
    STANDARD,
    /** Chinese words, found by Lucene's hidden Markov model; English words stay whole. */
    CHINESE_WORDS,
    /** Every character but spaces is a word. */
    CHINESE_CHARACTERS
  }

  /** The words of a text in their order; none if it has none. */
  List<String> words(String text) {
    // Chinese words are told apart by their letters' case too, so that it goes last.
    List<String> words =
        switch (tokens) {
          case SPACES -> atSpaces(text);
          case KIM -> atSpaces(cleaned(text));
          case STANDARD -> ofLucene(new StandardTokenizer(), text);
          case CHINESE_WORDS -> ofLucene(new HMMChineseTokenizer(), text);
          case CHINESE_CHARACTERS -> characters(text);
        };
    return lowerCase ? words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList() : words;
  }

  private static List<String> atSpaces(String text) {
    return SPACES.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  /** Contractions and punctuation are set apart, everything else but letters and digits goes. */
  private static String cleaned(String text) {
    String plain = OTHER.matcher(text).replaceAll(" ");
    String apart = CONTRACTION.matcher(plain).replaceAll(" $1");
    return PUNCTUATION.matcher(apart).replaceAll(" $1 ");
  }

  private static List<String> characters(String text) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
        .filter(c -> !Character.isISOControl(c))
        .mapToObj(Character::toString)
        .toList();
  }

  private static List<String> ofLucene(
      org.apache.lucene.analysis.Tokenizer tokenizer, String text) {
    List<String> words = new ArrayList<>();
    tokenizer.setReader(new StringReader(text));
    try (TokenStream stream = tokenizer) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        String word = term.toString().strip();
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    return words;
  }
}
