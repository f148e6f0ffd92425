package org.spiketrain.data.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/** Words that carry a sentence rather than its meaning. */
public final class StopWords {
  private static final String LIST = "english_stop.txt";

  /** Word endings that Kim's tokens cut off. */
  private static final Set<String> CLITICS = Set.of("n't", "'s", "'re", "'ve", "'ll", "'d", "'m");

  private StopWords() {}

  /**
   * The English ones of the Snowball project, as Lucene brings them, and what {@link
   * Tokenizer.Tokens#KIM} cuts off words, such as {@code n't}; in lower case.
   */
  public static Set<String> english() {
    try (Reader list =
        new InputStreamReader(
            SnowballFilter.class.getResourceAsStream(LIST), StandardCharsets.UTF_8)) {
      Set<String> words = new TreeSet<>(CLITICS);
      WordlistLoader.getSnowballWordSet(list).forEach(word -> words.add(new String((char[]) word)));
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read Lucene's " + LIST, e);
    }
  }
}
