package org.spiketrain.data.text;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A line of a text file of vectors: a word and its numbers. */
final class TextVectorLine {
  private static final Pattern SPACES = Pattern.compile("[ \t]+");
  private static final Pattern HEADER = Pattern.compile("\\d{1,15}[ \t]+\\d{1,6}[ \t]*");

  private TextVectorLine() {}

  /** Returns whether it counts vectors and numbers, as the first line of word2vec's files does. */
  static boolean isHeader(String line) {
    return HEADER.matcher(line).matches();
  }

  /** Number of vectors that a header counts. */
  static long vectors(String header) {
    return Long.parseLong(header.substring(0, endOfWord(header)));
  }

  /** Number of numbers on a file's line; a word that holds spaces makes it too large. */
  static int dimensions(String line) {
    return isHeader(line)
        ? Integer.parseInt(SPACES.split(line, -1)[1])
        : SPACES.split(line.stripTrailing(), -1).length - 1;
  }

  /**
   * The vector on a line if it is of a wanted word. Other lines are not looked at further, since
   * there may be millions of them.
   */
  static Iterator<FoundVector> wanted(String line, Set<String> words, int dimensions) {
    int end = endOfWord(line);
    if (end <= 0 || !words.contains(line.substring(0, end)) || isHeader(line)) {
      return List.<FoundVector>of().iterator();
    }
    String[] fields = SPACES.split(line.stripTrailing(), -1);
    int numbers = fields.length - 1;
    if (numbers > dimensions && !isNumber(fields[1])) {
      // A word that holds spaces, such as ". . .": its beginning is not it.
      return List.<FoundVector>of().iterator();
    }
    return List.of(vector(fields, numbers, dimensions)).iterator();
  }

  private static int endOfWord(String line) {
    int space = line.indexOf(' ');
    int tab = line.indexOf('\t');
    return space < 0 || (tab >= 0 && tab < space) ? tab : space;
  }

  private static FoundVector vector(String[] fields, int numbers, int dimensions) {
    if (numbers != dimensions) {
      return FoundVector.bad(
          "has %d numbers in the vector of \"%s\", but %d in its first: every vector must have as many; fetch or make the file again"
              .formatted(numbers, fields[0], dimensions));
    }
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      if (!isNumber(fields[k + 1])) {
        return FoundVector.bad(
            "has \"%s\" in the vector of \"%s\", which is no number: fetch or make the file again"
                .formatted(fields[k + 1], fields[0]));
      }
      vector[k] = Float.parseFloat(fields[k + 1]);
    }
    return FoundVector.of(fields[0], vector);
  }

  private static boolean isNumber(String text) {
    try {
      var unused = Float.parseFloat(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
