package org.spiketrain.model.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.attack.Replacements.Word;
import org.spiketrain.model.encode.RateTable;

class SynonymIndexTest {
  private static final List<String> WORDS = List.of("", "good", "fine", "bad", "the", ",", "film");

  /** The last dimension is the same everywhere. */
  private static final float[] RATES = {
    0.5f, 0.5f, 1, // unknown
    0.9f, 0.6f, 1, // good
    0.8f, 0.6f, 1, // fine
    0.1f, 0.4f, 1, // bad
    0.9f, 0.6f, 1, // the
    0.9f, 0.6f, 1, // ,
    0.2f, 0.9f, 1, // film
  };

  private static SynonymIndex.Settings settings(int most, double least) {
    return new SynonymIndex.Settings(most, least, Set.of("the"));
  }

  private static Word word(int number) {
    return new Word(WORDS.get(number), number);
  }

  private static List<String> texts(List<Word> words) {
    return words.stream().map(Word::text).toList();
  }

  @Test
  void wordsWhoseRatesPointTheSameWayAreNeighbours() {
    SynonymIndex index = SynonymIndex.ofRates(WORDS, new RateTable(3, RATES), settings(5, 0.7));

    assertThat(index.candidates(word(1))).containsExactly(new Word("fine", 2));
    assertThat(texts(index.candidates(word(3)))).isEmpty();
  }

  @Test
  void noMoreThanAreWantedTheNearestFirst() {
    RateTable rates = new RateTable(3, RATES);

    assertThat(texts(SynonymIndex.ofRates(WORDS, rates, settings(5, -1)).candidates(word(1))))
        .startsWith("fine")
        .containsExactlyInAnyOrder("fine", "bad", "film");
    assertThat(texts(SynonymIndex.ofRates(WORDS, rates, settings(1, -1)).candidates(word(1))))
        .containsExactly("fine");
  }

  @Test
  void stopWordsPunctuationAndTheUnknownWordAreLeftOut() {
    SynonymIndex index = SynonymIndex.ofRates(WORDS, new RateTable(3, RATES), settings(5, -1));

    for (int word : new int[] {0, 4, 5}) {
      assertThat(index.concerns(new Word("", word))).as(WORDS.get(word)).isFalse();
      assertThat(index.candidates(new Word("", word))).isEmpty();
    }
    assertThat(index.concerns(new Word("good", 1))).isTrue();
  }

  @Test
  void vectorsFromElsewhereKnowOnlySomeOfTheWords() {
    Map<String, float[]> vectors =
        Map.of("good", new float[] {1, 0}, "film", new float[] {2, 1}, "else", new float[] {1, 0});
    SynonymIndex index = SynonymIndex.ofVectors(WORDS, 2, vectors, settings(5, 0.5));

    assertThat(index.candidates(word(1))).containsExactly(new Word("film", 6));
    assertThat(index.concerns(new Word("fine", 2))).isFalse();
  }

  @Property(tries = 30)
  void neighboursAreThoseOfALookAtAll(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int most) {
    SplittableRandom random = new SplittableRandom(seed);
    int words = 30;
    float[] rates = new float[words * 4];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = (float) random.nextDouble();
    }
    List<String> texts = IntStream.range(0, words).mapToObj(w -> w == 0 ? "" : "w" + w).toList();
    RateTable table = new RateTable(4, rates);
    List<Word> all =
        SynonymIndex.ofRates(texts, table, settings(words, 0)).candidates(new Word("w7", 7));
    List<Word> some =
        SynonymIndex.ofRates(texts, table, settings(most, 0)).candidates(new Word("w7", 7));

    assertThat(some).isEqualTo(all.subList(0, Math.min(most, all.size())));
    assertThat(all).doesNotHaveDuplicates().doesNotContain(new Word("w7", 7));
  }
}
