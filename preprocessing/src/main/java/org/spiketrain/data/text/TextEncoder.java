package org.spiketrain.data.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.Sentences;

/** Makes frames of sentences, a word a step, of the number of each word; 0 is the unknown one. */
record TextEncoder(Tokenizer tokens, HashMap<String, Integer> numbers, int maxWords)
    implements LineEncoder {
  private static final LineColumn COLUMN = new LineColumn("text", "sentences");
  private static final int SHOWN = 60;

  static TextEncoder of(Tokenizer tokens, Sentences sentences) {
    HashMap<String, Integer> numbers = new HashMap<>();
    List<String> vocabulary = sentences.vocabulary();
    for (int word = 0; word < vocabulary.size(); word++) {
      numbers.put(vocabulary.get(word), word);
    }
    return new TextEncoder(tokens, numbers, sentences.input().words());
  }

  @Override
  public int channels() {
    return numbers.size();
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
    List<String> all = tokens.words(text);
    if (all.isEmpty()) {
      return Reading.unusable(TextRows.EMPTY);
    }
    int[] read =
        all.stream()
            .limit(maxWords)
            .mapToInt(word -> numbers.getOrDefault(word, RateTable.UNKNOWN))
            .toArray();
    return Arrays.stream(read).anyMatch(word -> word != RateTable.UNKNOWN)
        ? Reading.of(SpikeFrames.oneHot(channels(), read), read.length < all.size())
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
        .formatted(shown, problem, channels() - 1);
  }
}
