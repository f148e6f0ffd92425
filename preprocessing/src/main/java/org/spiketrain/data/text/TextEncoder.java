package org.spiketrain.data.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.spiketrain.data.Json;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.Sentences;

/**
 * Makes frames of sentences, a word a step, of the number of each word, 0 for the unknown one, and
 * those of the n-grams that end there.
 */
record TextEncoder(
    Tokenizer tokens, HashMap<String, Integer> numbers, WordNgrams ngrams, int maxWords)
    implements LineEncoder {
  /**
   * How further sentences are read, as it lies in a model file.
   *
   * @param ngrams null, and not written, where there are none
   */
  private record Entry(
      Tokenizer.Tokens tokens,
      boolean lowerCase,
      @JsonInclude(JsonInclude.Include.NON_NULL) WordNgrams ngrams) {}

  /** All that {@link #of} reads, but the words. */
  static byte[] entry(Tokenizer tokens, WordNgrams ngrams) {
    return Json.bytes(
        new Entry(
            tokens.tokens(), tokens.lowerCase(), ngrams.equals(WordNgrams.NONE) ? null : ngrams));
  }

  /** The encoder of {@link #entry}; a network that reads whole sentences reads no n-grams. */
  static TextEncoder of(byte[] entry, Sentences sentences) {
    JsonNode ngrams = Json.read(entry, JsonNode.class).get("ngrams");
    return of(
        Json.read(entry, Tokenizer.class),
        sentences,
        ngrams == null || !sentences.wordByWord()
            ? WordNgrams.NONE
            : WordNgrams.of(ngrams.asText()));
  }

  private static final LineColumn COLUMN = new LineColumn("text", "sentences");
  private static final int SHOWN = 60;

  static TextEncoder of(Tokenizer tokens, Sentences sentences, WordNgrams ngrams) {
    HashMap<String, Integer> numbers = new HashMap<>();
    List<String> vocabulary = sentences.vocabulary();
    for (int word = 0; word < vocabulary.size(); word++) {
      numbers.put(vocabulary.get(word), word);
    }
    return new TextEncoder(tokens, numbers, ngrams, sentences.input().words());
  }

  @Override
  public int channels() {
    return numbers.size() + ngrams.count();
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
        ? Reading.of(
            frames(read, all.subList(0, read.length), numbers.size(), ngrams),
            read.length < all.size())
        : Reading.unusable(TextTable.ONLY_UNKNOWN);
  }

  /**
   * The frames of a sentence: at each step the channel of its word, the first, and those of the
   * n-grams that end with it, which follow the words'.
   *
   * @param numbers numbers of its words
   * @param known words that have numbers, with the unknown one
   */
  static SpikeFrames frames(int[] numbers, List<String> words, int known, WordNgrams ngrams) {
    int[][] ending = ngrams.endingAt(words);
    int[] rowStart = new int[numbers.length + 1];
    for (int w = 0; w < numbers.length; w++) {
      rowStart[w + 1] = rowStart[w] + 1 + ending[w].length;
    }
    int[] channel = new int[rowStart[numbers.length]];
    for (int w = 0; w < numbers.length; w++) {
      channel[rowStart[w]] = numbers[w];
      for (int k = 0; k < ending[w].length; k++) {
        channel[rowStart[w] + 1 + k] = known + ending[w][k];
      }
    }
    return SpikeFrames.binary(known + ngrams.count(), rowStart, channel);
  }

  @Override
  public String lack() {
    return "without a word that the model knows";
  }

  @Override
  public String explained(String text, String problem) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return "The sentence \"%s\" cannot be scored, %s: the model knows %,d words"
        .formatted(shown, problem, numbers.size() - 1);
  }
}
