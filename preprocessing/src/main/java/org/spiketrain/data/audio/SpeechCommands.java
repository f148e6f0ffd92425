package org.spiketrain.data.audio;

import java.util.Collection;
import java.util.List;

/** The words of the Speech Commands (Warden 2018), version 0.02. */
final class SpeechCommands {
  /**
   * In the order of the labels of the Spiking Speech Commands, which is not that of the alphabet.
   * It was found by asking a model that was trained on them for recordings of known words.
   */
  static final List<String> WORDS =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "off",
          "forward",
          "on",
          "yes",
          "down",
          "house",
          "marvin",
          "visual",
          "up",
          "bird",
          "sheila",
          "stop",
          "left",
          "follow",
          "wow",
          "no",
          "dog",
          "go",
          "happy",
          "bed",
          "tree",
          "learn",
          "backward",
          "cat",
          "right");

  private SpeechCommands() {}

  /**
   * The words that labels count: where all are of the Speech Commands, its 35 words, so that a
   * model of the Spiking Speech Commands can be asked for them; otherwise the words themselves, in
   * the order of the alphabet.
   */
  static List<String> labels(Collection<String> words) {
    return WORDS.containsAll(words) ? WORDS : words.stream().sorted().distinct().toList();
  }
}
