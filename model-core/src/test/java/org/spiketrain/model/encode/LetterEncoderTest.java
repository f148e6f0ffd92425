package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;

class LetterEncoderTest {
  private final LetterEncoder tutorial = new LetterEncoder(LetterEncoder.Settings.tutorial());

  private static LetterEncoder of(String letters) {
    return new LetterEncoder(
        new LetterEncoder.Settings(
            letters, Folding.NONE, false, LetterEncoder.Boundaries.NONE, 0, 1, 1, List.of()));
  }

  private static LetterEncoder folding(String letters) {
    return new LetterEncoder(
        new LetterEncoder.Settings(
            letters, Folding.CASE, false, LetterEncoder.Boundaries.NONE, 0, 1, 1, List.of()));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        LetterEncoderTest.class.getResourceAsStream("/golden/names_preprocessing.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  static Stream<JsonNode> goldenNames() throws IOException {
    List<JsonNode> names = new ArrayList<>();
    golden().get("names").forEach(names::add);
    golden().get("synthetic").forEach(names::add);
    return names.stream();
  }

  @Test
  void defaultLettersAreTheTutorials() throws IOException {
    assertThat(LetterEncoder.DEFAULT_LETTERS).isEqualTo(golden().get("letters_58").asText());
    assertThat(tutorial.channels()).isEqualTo(58);
  }

  @ParameterizedTest
  @MethodSource("goldenNames")
  void givesTheTutorialsLettersAndIndices(JsonNode name) {
    String letters = tutorial.keepLetters(name.get("raw").asText());
    assertThat(letters).isEqualTo(name.get("ascii_58").asText());
    assertThat(tutorial.normalise(name.get("raw").asText())).isEqualTo(letters.strip());
    SpikeFrames frames = tutorial.encode(letters);
    assertThat(frames).isEqualTo(SpikeFrames.oneHot(58, indices(name.get("index_58"))));
    assertThat(frames.timeSteps()).isEqualTo(letters.length());
  }

  @ParameterizedTest
  @MethodSource("goldenNames")
  void givesTheOlderTutorialsLettersWithItsAlphabet(JsonNode name) throws IOException {
    if (name.has("ascii_57")) {
      LetterEncoder older = of(golden().get("letters_57").asText());
      assertThat(older.keepLetters(name.get("raw").asText()))
          .isEqualTo(name.get("ascii_57").asText());
    }
  }

  private static int[] indices(JsonNode list) {
    int[] indices = new int[list.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = list.get(i).asInt();
    }
    return indices;
  }

  @Test
  void foldsCaseBeforeLookingUpLetters() {
    LetterEncoder lower = folding("abcdefghijklmnopqrstuvwxyz");
    assertThat(lower.normalise("Łukasz İREM")).isEqualTo("ukaszirem");
    assertThat(lower.encode("ab")).isEqualTo(SpikeFrames.oneHot(26, new int[] {0, 1}));
  }

  @Test
  void stripsWhitespaceThatDroppedCharactersLayBare() {
    assertThat(tutorial.normalise("\t1 See 2 ")).isEqualTo("See");
    assertThat(tutorial.normalise("42 ")).isEmpty();
    LetterEncoder keeping =
        new LetterEncoder(
            new LetterEncoder.Settings(
                LetterEncoder.DEFAULT_LETTERS,
                Folding.NONE,
                true,
                LetterEncoder.Boundaries.NONE,
                0,
                1,
                1,
                List.of()));
    assertThat(keeping.normalise("1 See 2 ")).isEqualTo(" See  ");
    assertThat(keeping.normalise("42 ")).isEmpty();
  }

  @Test
  void channelsHaveNamesForPeople() {
    LetterEncoder encoder =
        new LetterEncoder(
            new LetterEncoder.Settings(
                "ab",
                Folding.NONE,
                false,
                LetterEncoder.Boundaries.MARKED,
                2,
                2,
                1,
                List.of("\u0002a", "b\u0003")));
    assertThat(IntStream.range(0, encoder.channels()).mapToObj(encoder::shown))
        .containsExactly("a", "b", "^", "$", "…", "^a", "b$");
  }

  @Test
  void takesLettersBeyondTheBasicPlane() {
    LetterEncoder gothic = of("\uD800\uDF30a");
    assertThat(gothic.channels()).isEqualTo(2);
    assertThat(gothic.encode(gothic.normalise("a\uD800\uDF30b")))
        .isEqualTo(SpikeFrames.oneHot(2, new int[] {1, 0}));
  }

  @Test
  void refusesAnAlphabetThatCannotWork() {
    assertThatThrownBy(() -> of(""))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.names.letters");
    assertThatThrownBy(() -> of("abca"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.names.letters has the letter 'a' twice, at positions 1 and 4");
    assertThatThrownBy(() -> of("aé"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.names.letters has 'é'")
        .hasMessageContaining("use 'e' instead");
    assertThatThrownBy(() -> of("a\u0340"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("use '\u0300' instead");
    assertThatThrownBy(() -> of("a\u0003"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.names.letters has the control character U+0003");
  }

  @Test
  void refusesToEncodeWhatIsNotNormalised() {
    assertThatThrownBy(() -> tutorial.encode("é"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("normalise");
  }

  @Test
  void travelsToExecutorsAndThroughJson() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tutorial);
    }
    LetterEncoder copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (LetterEncoder) in.readObject();
    }
    assertThat(copy.encode("O'Neal")).isEqualTo(tutorial.encode("O'Neal"));
    ObjectMapper json = new ObjectMapper();
    assertThat(
            json.readValue(json.writeValueAsString(copy.settings()), LetterEncoder.Settings.class))
        .isEqualTo(tutorial.settings());
  }

  @Property
  void normalisingAgainChangesNothingAndFormsAgree(@ForAll String name) {
    String once = tutorial.normalise(name);
    assertThat(tutorial.normalise(once)).isEqualTo(once);
    assertThat(tutorial.normalise(Normalizer.normalize(name, Normalizer.Form.NFC)))
        .isEqualTo(tutorial.normalise(Normalizer.normalize(name, Normalizer.Form.NFD)));
    int[] letters = once.chars().map(LetterEncoder.DEFAULT_LETTERS::indexOf).toArray();
    assertThat(tutorial.encode(once)).isEqualTo(SpikeFrames.oneHot(58, letters));
  }

  @Test
  void foldsLettersThatAreNoAccentedOnes() {
    LetterEncoder plain =
        new LetterEncoder(
            new LetterEncoder.Settings(
                LetterEncoder.DEFAULT_LETTERS,
                Folding.LETTERS,
                false,
                LetterEncoder.Boundaries.NONE,
                0,
                1,
                1,
                List.of()));
    assertThat(plain.normalise("Weiß")).isEqualTo("Weiss");
    assertThat(plain.normalise("Łukasz Øster-Đurić")).isEqualTo("Lukasz Oster-Duric");
    assertThat(plain.normalise("Þórsson")).isEqualTo("Thorsson");
    assertThat(plain.normalise("Ǿrsted")).isEqualTo("Orsted");
    assertThat(plain.normalise("Ægir")).isEqualTo("Aegir");
    assertThat(plain.normalise("O\u2019Neill")).isEqualTo("O'Neill");
    assertThat(tutorial.normalise("Weiß")).isEqualTo("Wei");
  }

  @Test
  void refusesALetterThatFoldingLeavesToNoName() {
    assertThatThrownBy(
            () ->
                new LetterEncoder(
                    new LetterEncoder.Settings(
                        "abcß",
                        Folding.CASE_AND_LETTERS,
                        false,
                        LetterEncoder.Boundaries.NONE,
                        0,
                        1,
                        1,
                        List.of())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("'ß'")
        .hasMessageContaining("data.names.fold-letters");
  }

  @Test
  void readsFoldingAsEarlierVersionsWroteIt() throws IOException {
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readValue("true", Folding.class)).isEqualTo(Folding.CASE);
    assertThat(json.writeValueAsString(Folding.NONE)).isEqualTo("false");
    for (Folding folding : Folding.values()) {
      assertThat(json.readValue(json.writeValueAsString(folding), Folding.class))
          .isEqualTo(folding);
    }
  }
}
