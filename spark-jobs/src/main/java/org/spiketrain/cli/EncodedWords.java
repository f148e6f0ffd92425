package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spiketrain.data.Split;
import org.spiketrain.data.audio.AudioEncoder;

/**
 * How the recordings of each word went to the parts of the data.
 *
 * @param result what was encoded
 * @param wanted the parts that every word should be in
 */
record EncodedWords(AudioEncoder.Result result, List<Split> wanted) {
  private static final String HEADING = "word";

  /** A table: a line with the parts, then one a word. */
  List<String> lines() {
    int width =
        result.words().stream().mapToInt(String::length).reduce(HEADING.length(), Math::max);
    List<String> lines = new ArrayList<>();
    lines.add(line(width, HEADING, "train", "validation", "test"));
    for (String word : result.words()) {
      lines.add(
          line(
              width,
              word,
              count(word, Split.TRAIN),
              count(word, Split.VALIDATION),
              count(word, Split.TEST)));
    }
    return lines;
  }

  private String count(String word, Split split) {
    return String.format(Locale.ROOT, "%,d", result.recordings(word, split));
  }

  private static String line(int width, String word, String train, String validation, String test) {
    return String.format(
        Locale.ROOT, "  %-" + width + "s %8s %10s %8s", word, train, validation, test);
  }

  /** One line that names the words without a recording in a part, if there are any. */
  Optional<String> warning() {
    List<String> missing = new ArrayList<>();
    for (Split split : wanted) {
      List<String> words =
          result.words().stream().filter(word -> result.recordings(word, split) == 0).toList();
      if (!words.isEmpty()) {
        missing.add("the %s split has no %s".formatted(split.label(), String.join(", ", words)));
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("; ", missing)
                + ": all recordings of a speaker go to the same split; add speakers, or set other shares with --validation-fraction and --test-fraction");
  }
}
