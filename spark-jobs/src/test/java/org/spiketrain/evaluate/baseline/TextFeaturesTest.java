package org.spiketrain.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.evaluate.baseline.LetterTerms.Edges;
import org.spiketrain.evaluate.baseline.LetterTerms.LetterCase;
import scala.Tuple2;

class TextFeaturesTest {
  /** Of four texts, all have a, one has b. */
  private static final Vocabulary VOCABULARY =
      new Vocabulary(List.of(new Tuple2<>("a", 4L), new Tuple2<>("b", 1L)), 4);

  @Test
  void lettersMayMarkBeginningAndEnd() {
    assertThat(new LetterTerms(2, 3, LetterCase.KEPT, Edges.MARKED).of("Li"))
        .containsExactly("\u0002L", "Li", "i\u0003", "\u0002Li", "Li\u0003");
    assertThat(new LetterTerms(1, 1, LetterCase.FOLDED, Edges.MARKED).of("LI"))
        .containsExactly("\u0002", "l", "i", "\u0003");
    assertThat(new LetterTerms(1, 2, LetterCase.KEPT, Edges.BARE).of("好吃"))
        .containsExactly("好", "吃", "好吃");
    assertThat(new LetterTerms(4, 5, LetterCase.KEPT, Edges.MARKED).of("a")).isEmpty();
  }

  @Test
  void wordsAreFoldedAndPaired() {
    assertThat(new WordTerms(2).of(" Not so\tbad "))
        .containsExactly("not", "so", "bad", "not so", "so bad");
    assertThat(new WordTerms(2).of(" ")).isEmpty();
  }

  @Test
  void termsAreCountedAndOthersLeftOut() {
    SparseRow counts = VOCABULARY.counts(List.of("b", "a", "c", "b"));

    assertThat(counts.columns()).containsExactly(0, 1);
    assertThat(counts.values()).containsExactly(1, 2);
  }

  /** Of a: ln(5 / 5) + 1 = 1, once. Of b: ln(5 / 2) + 1 = 1.9163, twice: 1 + ln 2 = 1.6931. */
  @Test
  void tfIdfFollowsItsFormula() {
    SparseRow row = TextFeatures.tfIdf(new WordTerms(1), VOCABULARY).of("b a b unknown");

    double ofB = 1.916290731874155 * 1.6931471805599454;
    double length = Math.sqrt(1 + ofB * ofB);
    assertThat((double) row.values()[0]).isCloseTo(1 / length, within(1e-6));
    assertThat((double) row.values()[1]).isCloseTo(ofB / length, within(1e-6));
  }

  @Test
  void presenceDoesNotCount() {
    assertThat(TextFeatures.presence(new WordTerms(1), VOCABULARY).of("b b").values())
        .containsExactly(1);
  }

  @Test
  void aTextWithoutKnownTermsIsZero() {
    assertThat(TextFeatures.tfIdf(new WordTerms(1), VOCABULARY).of("c").columns()).isEmpty();
  }
}
