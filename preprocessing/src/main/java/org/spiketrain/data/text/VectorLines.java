package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.spiketrain.data.io.FileFaultException;

/**
 * Lines of GloVe's and word2vec's text form. The word of a line is what stands before its last
 * numbers, as many as a vector has: words may hold spaces and numbers.
 *
 * @param dimensions numbers of a vector
 * @param announced vectors of the file by its first line, 0 where that does not count them
 */
record VectorLines(int dimensions, long announced) implements Serializable {
  private static final Pattern SPACES = Pattern.compile("[ \t]+");

  /**
   * Finds out how many numbers a vector has: as most lines have.
   *
   * @param head first lines of the file
   * @throws FileFaultException if they are no vectors
   */
  static VectorLines of(List<String> head) throws FileFaultException {
    Optional<VectorHeader> header = VectorHeader.of(head.get(0));
    Map<Integer, Integer> lines = new LinkedHashMap<>();
    head.stream()
        .skip(header.isPresent() ? 1 : 0)
        .forEach(line -> lines.merge(numbersAtEnd(line), 1, Integer::sum));
    lines.remove(0);
    if (header.isPresent() && lines.containsKey(header.get().dimensions())) {
      return new VectorLines(header.get().dimensions(), header.get().vectors());
    }
    int most = 0;
    for (int numbers : lines.keySet()) {
      most = lines.get(numbers) > lines.getOrDefault(most, 0) ? numbers : most;
    }
    if (most == 0) {
      throw new FileFaultException(
          "does not begin with a word and its numbers, spaces between: name a file of word vectors");
    }
    if (header.isPresent() && most > 1) {
      throw new FileFaultException(
          "says in its first line that a vector has %d numbers, but they have %d: make the file again, or mend that line"
              .formatted(header.get().dimensions(), most));
    }
    // "1990 5" was no header, but a word and a vector of one number.
    return new VectorLines(most, 0);
  }

  private static int numbersAtEnd(String line) {
    String[] fields = SPACES.split(line.stripTrailing(), -1);
    int at = fields.length;
    while (at > 1 && number(fields[at - 1]).isPresent()) {
      at--;
    }
    return fields.length - at;
  }

  /**
   * The vector on a line if it is of a wanted word, which has no spaces. Other lines are not looked
   * at further, since there may be millions of them.
   */
  Optional<FoundVector> wanted(String line, Set<String> words) {
    int end = endOfWord(line);
    if (end <= 0 || !words.contains(line.substring(0, end)) || isHeader(line)) {
      return Optional.empty();
    }
    String[] fields = SPACES.split(line.stripTrailing(), -1);
    boolean isBeginning = fields.length - 1 > dimensions && fields.length - 1 <= 2 * dimensions;
    // Of another word, with spaces; with a whole vector in its midst it would be none.
    return isBeginning ? Optional.empty() : Optional.of(found(fields));
  }

  /** Files that were joined have such a line in their midst, too. */
  private boolean isHeader(String line) {
    return dimensions > 1 && VectorHeader.of(line).isPresent();
  }

  private static int endOfWord(String line) {
    int space = line.indexOf(' ');
    int tab = line.indexOf('\t');
    return space < 0 || (tab >= 0 && tab < space) ? tab : space;
  }

  private FoundVector found(String[] fields) {
    if (fields.length - 1 != dimensions) {
      return FoundVector.bad(
          "has %d numbers in the vector of \"%s\", but %d in others: every vector must have as many; fetch or make the file again"
              .formatted(fields.length - 1, fields[0], dimensions));
    }
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      Optional<Float> number = number(fields[k + 1]);
      if (number.isEmpty()) {
        return FoundVector.bad(
            "has \"%s\" in the vector of \"%s\", which is no number: fetch or make the file again"
                .formatted(fields[k + 1], fields[0]));
      }
      vector[k] = number.get();
    }
    return FoundVector.of(fields[0], vector);
  }

  private static Optional<Float> number(String text) {
    try {
      return Optional.of(Float.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
