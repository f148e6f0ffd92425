package org.spiketrain.data.text;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Makes frames of sentences, a word a step.
 *
 * @param words makes the numbers of words of a text
 */
public record TextEncoder(WordIndex words) implements LineEncoder {
  private static final LineColumn COLUMN = new LineColumn("text", "sentences");
  private static final int SHOWN = 60;

  @Override
  public int channels() {
    return words.vocabulary();
  }

  @Override
  public LineColumn column() {
    return COLUMN;
  }

  /**
   * As the training's sentences were read: without words, or known ones, it says nothing to the
   * network, whose answer would not be one.
   */
  @Override
  public Reading read(String text) {
    List<String> all = words.tokens(text);
    if (all.isEmpty()) {
      return Reading.unusable(TextRows.EMPTY);
    }
    int[] numbers = words.numbers(all);
    return Arrays.stream(numbers).anyMatch(word -> word != RateTable.UNKNOWN)
        ? Reading.of(SpikeFrames.oneHot(words.vocabulary(), numbers), numbers.length < all.size())
        : Reading.unusable(TextTable.ONLY_UNKNOWN);
  }

  @Override
  public String lack() {
    return "without a word that the model knows";
  }

  @Override
  public String explained(String text, String problem) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return "The sentence \"%s\" cannot be scored, %s: the model knows %,d words"
        .formatted(shown, problem, words.vocabulary() - 1);
  }
}
