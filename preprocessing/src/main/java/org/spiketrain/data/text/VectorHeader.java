package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * First line of word2vec's files.
 *
 * @param vectors how many vectors follow, as far as it can be trusted
 * @param dimensions numbers of each
 */
record VectorHeader(long vectors, int dimensions) implements Serializable {
  private static final Pattern LINE = Pattern.compile("(\\d{1,15})[ \t]+(\\d{1,6})[ \t]*");

  static Optional<VectorHeader> of(String line) {
    Matcher numbers = LINE.matcher(line);
    return numbers.matches()
        ? Optional.of(
            new VectorHeader(Long.parseLong(numbers.group(1)), Integer.parseInt(numbers.group(2))))
        : Optional.empty();
  }
}
