package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder.Boundaries;
import org.spiketrain.model.encode.LetterEncoder.Settings;
import org.spiketrain.model.frames.SpikeFrames;

/** Markers, masked prefixes and n-grams, over the alphabet a, b, c. */
class NgramFramesTest {
  private static final String BEGIN = "\u0002";
  private static final String END = "\u0003";
  private static final String CUT = "\u001A";

  private static Settings settings(Boundaries boundaries, int maskedPrefix, int ngrams) {
    return new Settings("abc", Folding.NONE, false, boundaries, maskedPrefix, ngrams, 1, List.of());
  }

  private static SpikeFrames encode(Settings settings, String name) {
    return new LetterEncoder(settings).encode(name);
  }

  private static SpikeFrames oneHot(int channels, int... index) {
    return SpikeFrames.oneHot(channels, index);
  }

  @Test
  void marksBothEndsOfAName() {
    assertThat(encode(settings(Boundaries.MARKED, 0, 1), "cab"))
        .isEqualTo(oneHot(5, 3, 2, 0, 1, 4));
    assertThat(encode(settings(Boundaries.MARKED, 0, 1), "")).isEqualTo(oneHot(5, 3, 4));
  }

  @Test
  void cutsThePrefixOffButLeavesTwoLetters() {
    Settings masked = settings(Boundaries.NONE, 2, 1);
    assertThat(encode(masked, "abcab")).isEqualTo(oneHot(3, 2, 0, 1));
    assertThat(encode(masked, "abc")).isEqualTo(oneHot(3, 1, 2));
    assertThat(encode(masked, "ab")).isEqualTo(oneHot(3, 0, 1));
    assertThat(encode(masked, "a")).isEqualTo(oneHot(3, 0));
    assertThat(encode(masked, "")).isEqualTo(oneHot(3));
  }

  @Test
  void marksACutInPlaceOfTheBeginWhereLettersWereCut() {
    Settings masked = settings(Boundaries.MARKED, 2, 1);
    assertThat(encode(masked, "abcab")).isEqualTo(oneHot(6, 5, 2, 0, 1, 4));
    assertThat(encode(masked, "ab")).isEqualTo(oneHot(6, 3, 0, 1, 4));
  }

  @Test
  void theNgramsThatEndAtASymbolSpikeWithIt() {
    Settings marked =
        settings(Boundaries.MARKED, 0, 3)
            .withVocabulary(List.of(BEGIN + "a", "ab", "b" + END, BEGIN + "ab"));
    // a b c begin end | 5: begin a, 6: a b, 7: b end, 8: begin a b
    assertThat(new LetterEncoder(marked).channels()).isEqualTo(9);
    assertThat(encode(marked, "ab"))
        .isEqualTo(
            SpikeFrames.binary(9, new int[] {0, 1, 3, 6, 8}, new int[] {3, 0, 5, 1, 6, 8, 4, 7}));
    assertThat(encode(marked, "c")).isEqualTo(oneHot(9, 3, 2, 4));
    LetterEncoder encoder = new LetterEncoder(marked);
    assertThat(List.of(1, 2, 3).stream().map(encoder::channelsUpTo)).containsExactly(5, 8, 9);
  }

  @Test
  void yieldsEveryNgramAsOftenAsTheNameHasIt() {
    assertThat(settings(Boundaries.NONE, 0, 3).ngramsOf("aaab"))
        .containsExactly("aa", "aa", "aaa", "ab", "aab");
    assertThat(settings(Boundaries.MARKED, 1, 4).ngramsOf("cab"))
        .containsExactly(CUT + "a", "ab", CUT + "ab", "b" + END, "ab" + END, CUT + "ab" + END);
    assertThat(settings(Boundaries.NONE, 0, 4).ngramsOf("a")).isEmpty();
    assertThat(settings(Boundaries.MARKED, 0, 1).ngramsOf("abc")).isEmpty();
  }

  @Test
  void aLetterBeyondTheBasicPlaneIsOneSymbol() {
    String gothic = "\uD800\uDF30";
    Settings bigrams =
        new Settings(
            "a" + gothic, Folding.NONE, false, Boundaries.NONE, 1, 2, 1, List.of("a" + gothic));
    assertThat(encode(bigrams, gothic + "a" + gothic))
        .isEqualTo(SpikeFrames.binary(3, new int[] {0, 1, 3}, new int[] {0, 1, 2}));
  }

  @Test
  void refusesNumbersOutOfRangeAndNamesTheKey() {
    assertRefused(
        settings(Boundaries.NONE, -1, 1), "data.names.masked-prefix is -1: expected at least 0");
    assertRefused(settings(Boundaries.NONE, 0, 0), "data.names.ngrams is 0: expected 1 to 8");
    assertRefused(settings(Boundaries.NONE, 0, 9), "data.names.ngrams is 9: expected 1 to 8");
    assertRefused(
        new Settings("abc", Folding.NONE, false, Boundaries.NONE, 0, 2, 0, List.of()),
        "data.names.ngram-minimum-count is 0: expected at least 1");
  }

  @Test
  void refusesAVocabularyThatIsUnsortedOrDoesNotFit() {
    Settings bigrams = settings(Boundaries.NONE, 0, 2);
    assertRefused(bigrams.withVocabulary(List.of("bc", "ab")), "\"ab\" at position 2");
    assertRefused(bigrams.withVocabulary(List.of("ab", "ab")), "expected ascending n-grams");
    assertRefused(bigrams.withVocabulary(List.of("a")), "of 2 to 2 symbols (data.names.ngrams)");
    assertRefused(bigrams.withVocabulary(List.of("abc")), "run preprocess again");
  }

  private static void assertRefused(Settings settings, String message) {
    assertThatThrownBy(() -> new LetterEncoder(settings))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAMarkerAmongTheLetters() {
    LetterEncoder marked = new LetterEncoder(settings(Boundaries.MARKED, 0, 1));
    assertThatThrownBy(() -> marked.encode("a" + END)).isInstanceOf(IllegalArgumentException.class);
    assertThat(marked.normalise(BEGIN + "ab" + END)).isEqualTo("ab");
  }

  @Test
  void settingsComeBackFromJsonThatIsPlainText() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    Settings settings =
        settings(Boundaries.MARKED, 1, 2).withVocabulary(List.of(BEGIN + "a", CUT + "b", "ab"));
    String text = json.writeValueAsString(settings);
    assertThat(text)
        .contains("\"vocabulary\":[\"\\u0002a\",\"\\u001Ab\",\"ab\"]")
        .contains("\"maskedPrefix\":1,\"ngrams\":2,\"ngramMinimumCount\":1");
    assertThat(json.readValue(text, Settings.class)).isEqualTo(settings);
    assertThatThrownBy(() -> json.readValue("{\"letters\": \"abc\"}", Settings.class))
        .isInstanceOf(ValueInstantiationException.class);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abc").ofMaxLength(8);
  }

  /** Settings whose vocabulary comes from a few names that others may or may not resemble. */
  @Provide
  Arbitrary<Settings> anySettings() {
    return Combinators.combine(
            Arbitraries.of(Boundaries.values()),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, LetterEncoder.LONGEST_NGRAM),
            names().list().ofMaxSize(4))
        .as(
            (boundaries, masked, ngrams, seen) -> {
              Settings bare = settings(boundaries, masked, ngrams);
              return bare.withVocabulary(
                  seen.stream()
                      .map(name -> bare.ngramsOf(name))
                      .flatMap(Collection::stream)
                      .distinct()
                      .sorted(LetterEncoder.NGRAM_ORDER)
                      .toList());
            });
  }

  @Property(tries = 300)
  void everyStepHasItsSymbolAndItsKnownNgrams(
      @ForAll("anySettings") Settings settings, @ForAll("names") String name) {
    LetterEncoder encoder = new LetterEncoder(settings);
    SpikeFrames frames = encoder.encode(name);

    int cut = Math.min(settings.maskedPrefix(), Math.max(0, name.length() - 2));
    int markers = settings.boundaries() == Boundaries.MARKED ? 2 : 0;
    assertThat(frames.timeSteps()).isEqualTo(name.length() - cut + markers);
    assertThat(frames.channels()).isEqualTo(encoder.channels());
    assertThat(frames.isBinary()).isTrue();
    int symbols = encoder.channels() - settings.vocabulary().size();
    for (int t = 0; t < frames.timeSteps(); t++) {
      int first = frames.rowStart()[t];
      int end = frames.rowStart()[t + 1];
      assertThat(frames.channel()[first]).isBetween(0, symbols - 1);
      for (int k = first + 1; k < end; k++) {
        assertThat(frames.channel()[k])
            .isBetween(Math.max(symbols, frames.channel()[k - 1] + 1), encoder.channels() - 1);
      }
    }
    long known = settings.ngramsOf(name).stream().filter(settings.vocabulary()::contains).count();
    assertThat(frames.entries()).isEqualTo(frames.timeSteps() + (int) known);
    assertThat(new LetterEncoder(settings).encode(name)).isEqualTo(frames);
  }
}
