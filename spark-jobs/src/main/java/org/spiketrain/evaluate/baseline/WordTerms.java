package org.spiketrain.evaluate.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Word n-grams of a text whose words are set apart by spaces, the case folded.
 *
 * @param longest words of the longest n-gram, at least 1
 */
record WordTerms(int longest) implements Terms {
  private static final Pattern SPACES = Pattern.compile("\\s+");

  @Override
  public List<String> of(String text) {
    List<String> words =
        SPACES
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    List<String> grams = new ArrayList<>();
    for (int n = 1; n <= longest; n++) {
      for (int from = 0; from + n <= words.size(); from++) {
        grams.add(String.join(" ", words.subList(from, from + n)));
      }
    }
    return grams;
  }
}
