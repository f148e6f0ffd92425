package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.text.Tokenizer.Tokens;

class TokenizerTest {
  private static List<String> words(Tokens tokens, String text) {
    return new Tokenizer(tokens, true).words(text);
  }

  @Test
  void cutsAtAsciiSpacesAlone() {
    assertThat(words(Tokens.SPACES, " It 's  8\u00A01/2 \u0085 , isn't "))
        .containsExactly("it", "'s", "8\u00A01/2", "\u0085", ",", "isn't");
    assertThat(words(Tokens.SPACES, "   ")).isEmpty();
    assertThat(new Tokenizer(Tokens.SPACES, false).words("A b")).containsExactly("A", "b");
  }

  @Test
  void cleansAsKimDoes() {
    assertThat(words(Tokens.KIM, "It's (really) GOOD, isn't it?! I've 10% \"fun\""))
        .containsExactly(
            "it", "'s", "(", "really", ")", "good", ",", "is", "n't", "it", "?", "!", "i", "'ve",
            "10", "fun");
  }

  @Test
  void findsEnglishWordsAtUnicodesBoundaries() {
    assertThat(words(Tokens.STANDARD, "Don't panic: it's 3.5 stars..."))
        .containsExactly("don't", "panic", "it's", "3.5", "stars");
  }

  @Test
  void findsChineseWordsAndLeavesEnglishOnesWhole() {
    List<String> words = words(Tokens.CHINESE_WORDS, "这家酒店的服务非常好，WiFi也快");
    assertThat(words).contains("酒店", "服务", "非常", "wifi");
    assertThat(String.join("", words)).contains("这家酒店的服务非常好");
  }

  @Test
  void cutsChineseIntoCharacters() {
    assertThat(words(Tokens.CHINESE_CHARACTERS, "味道 好\u3000A\u0008𠀀"))
        .containsExactly("味", "道", "好", "a", "𠀀");
  }

  @Test
  void lineEndsWithinATextCutWordsWhateverTheyAre() {
    assertThat(words(Tokens.SPACES, "a film\r\nso good\nor\rbad\tit"))
        .containsExactly("a", "film", "so", "good", "or", "bad\tit");
  }
}
