package org.spiketrain.model.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.attack.Replacements.Word;

class TyposTest {
  private static final Map<String, Integer> NUMBERS = Map.of("file", 1, "life", 2, "fle", 3);

  @Test
  void aHandSlipsInFourWays() {
    assertThat(Typos.all("file"))
        .contains("ifle", "fiel")
        .contains("ile", "fie", "fil")
        .contains("ffile", "filee", "filke")
        .contains("dile", "fule", "filr", "fike")
        .doesNotContain("file", "life", "pile", "filen");
  }

  @Test
  void keysBesideEachOtherAreThoseOfTheKeyboard() {
    assertThat(Typos.around('g').chars().sorted().mapToObj(c -> (char) c).toList())
        .containsExactly('b', 'f', 'h', 't', 'v', 'y');
    assertThat(Typos.around('Q')).isEqualTo("WA");
    assertThat(Typos.around('影')).isEmpty();
  }

  @Test
  void typosThatAreNoWordsAreOneCandidateAndOtherWordsAreOneEach() {
    List<Word> candidates = new Typos(NUMBERS, 1).candidates(new Word("file", 1));

    assertThat(candidates).hasSize(2);
    assertThat(candidates.get(0).number()).isZero();
    assertThat(NUMBERS).doesNotContainKey(candidates.get(0).text());
    assertThat(Typos.all("file")).contains(candidates.get(0).text());
    assertThat(candidates.get(1)).isEqualTo(new Word("fle", 3));
  }

  @Test
  void anUnknownWordOnlyBecomesAKnownOne() {
    assertThat(new Typos(NUMBERS, 1).candidates(new Word("plot", 0))).isEmpty();
    assertThat(new Typos(NUMBERS, 1).candidates(new Word("lief", 0)))
        .extracting(Word::text)
        .containsExactly("life");
  }

  @Test
  void shortWordsAndNumbersStay() {
    Typos typos = new Typos(NUMBERS, 1);

    assertThat(typos.candidates(new Word("an", 0))).isEmpty();
    assertThat(typos.concerns(new Word("1999", 0))).isFalse();
    assertThat(typos.concerns(new Word("电影", 4))).isFalse();
    assertThat(typos.concerns(new Word("not", 5))).isTrue();
  }

  @Property(tries = 100)
  void everyTypoIsOneSlipAway(
      @ForAll @AlphaChars @StringLength(min = 3, max = 12) String word, @ForAll long seed) {
    for (String typo : Typos.all(word)) {
      int same = same(word, typo) + same(reversed(word), reversed(typo));
      assertThat(Math.abs(typo.length() - word.length())).as(typo).isLessThanOrEqualTo(1);
      // Two letters swapped are two letters changed.
      assertThat(same).as(typo).isGreaterThanOrEqualTo(word.length() - 2);
    }
    assertThat(new Typos(NUMBERS, seed).candidates(new Word(word, 9)))
        .isEqualTo(new Typos(NUMBERS, seed).candidates(new Word(word, 9)));
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** Letters that both begin with. */
  private static int same(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same;
  }
}
