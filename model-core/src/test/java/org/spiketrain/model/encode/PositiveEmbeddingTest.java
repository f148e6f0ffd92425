package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.golden.Close;
import org.spiketrain.model.golden.GoldenCase;

/** The rates of sentences, as the code of the paper's authors gives them. */
class PositiveEmbeddingTest {
  private static final GoldenCase GOLDEN = GoldenCase.read("scnn_positive_embedding");
  private static final List<String> WORDS =
      List.of("the", "film", "is", "good", "bad", "not", "outlier", "dull");

  @Test
  void hasTheStatisticsOfTheWholeVocabulary() {
    PositiveEmbedding embedding = PositiveEmbedding.of(GOLDEN.values("vocabulary"));
    assertThat(embedding.mean()).isCloseTo(GOLDEN.values("mu")[0], within(1e-6));
    assertThat(embedding.deviation() * embedding.deviation())
        .isCloseTo(GOLDEN.values("variance")[0], within(1e-5));
  }

  @Test
  void sentencesHaveTheAuthorsRates() {
    int dimensions = GOLDEN.size("vocabulary", 1);
    RateTable table = table(GOLDEN.values("vocabulary"), dimensions);
    List<String> sentences =
        List.of(
            "the film is not good", "unknownword outlier dull", "the the the the the the the film");
    int length = GOLDEN.size("positive", 1);
    float[] rates = new float[sentences.size() * length * dimensions];
    for (int s = 0; s < sentences.size(); s++) {
      List<String> words = Arrays.asList(sentences.get(s).split(" "));
      for (int w = 0; w < Math.min(length, words.size()); w++) {
        int id = WORDS.indexOf(words.get(w)) + 1;
        table.copyRates(id, rates, (s * length + w) * dimensions);
      }
    }
    Close.assertClose("rates", rates, GOLDEN.values("positive"));
  }

  /** Word 0 is the unknown one: a vector of zeros, which is transformed as the others are. */
  private static RateTable table(float[] vectors, int dimensions) {
    float[] withUnknown = new float[vectors.length + dimensions];
    System.arraycopy(vectors, 0, withUnknown, dimensions, vectors.length);
    return new RateTable(dimensions, PositiveEmbedding.of(vectors).rates(withUnknown));
  }

  @Test
  void clipsToThreeStandardDeviations() {
    PositiveEmbedding embedding = new PositiveEmbedding(1, 2);
    assertThat(embedding.rates(new float[] {-100, -5, 1, 7, 100, 4}))
        .containsExactly(0, 0, 0.5f, 1, 1, 0.75f);
  }

  @Test
  void refusesVectorsThatSayNothing() {
    assertThatThrownBy(() -> PositiveEmbedding.of(new float[] {2, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PositiveEmbedding.of(new float[] {2, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTableHasWholeWordsOfRates() {
    RateTable table = new RateTable(2, new float[] {0, 0.25f, 0.5f, 1});
    assertThat(table.words()).isEqualTo(2);
    float[] to = new float[3];
    table.copyRates(1, to, 1);
    assertThat(to).containsExactly(0, 0.5f, 1);
    assertThatThrownBy(() -> new RateTable(3, new float[4]))
        .hasMessageContaining("expected whole words");
    assertThatThrownBy(() -> new RateTable(2, new float[] {0, 0, 0, 1.01f}))
        .hasMessageContaining("of word 1");
    assertThatThrownBy(() -> new RateTable(1, new float[] {Float.NaN}))
        .hasMessageContaining("rate NaN");
  }
}
