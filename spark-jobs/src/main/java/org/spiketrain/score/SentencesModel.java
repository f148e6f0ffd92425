package org.spiketrain.score;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.data.text.TextRows;
import org.spiketrain.data.text.TextTable;
import org.spiketrain.data.text.WordIndex;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.CorpusTerms;

/**
 * What it takes to score a sentence.
 *
 * @param classifier the network
 * @param words makes the numbers of words from a text
 * @param classes names of the classes, in label order
 */
public record SentencesModel(FrameClassifier classifier, WordIndex words, List<String> classes)
    implements LinesModel {
  private static final int SHOWN = 60;

  public SentencesModel {
    classes = List.copyOf(classes);
  }

  @Override
  public CorpusTerms terms() {
    return CorpusTerms.TEXT;
  }

  @Override
  public LineColumn column() {
    return LineColumn.SENTENCES;
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
