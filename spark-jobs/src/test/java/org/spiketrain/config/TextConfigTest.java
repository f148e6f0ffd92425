package org.spiketrain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.data.text.TextFormat.Layout;
import org.spiketrain.data.text.TextSettings;
import org.spiketrain.data.text.Tokenizer.Tokens;

/** The keys of labelled sentences. */
class TextConfigTest {
  private static TextSettings text(Map<String, String> keys) {
    return (TextSettings) ExperimentConfig.defaults(withKind(keys)).data();
  }

  private static Map<String, String> withKind(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>();
    all.put("data.kind", "text");
    all.put("data.path", "somewhere");
    all.put("data.text.train-files", "a.tsv, b.tsv");
    all.putAll(keys);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mr", "subj", "sst2", "sst5", "chnsenti", "waimai", "kaggle"})
  void theConfigurationsOfThePublishedSetsAreSound(String set) {
    ExperimentConfig config = ExperimentConfig.load("conf/text-" + set + ".conf", Map.of());
    TextSettings settings = (TextSettings) config.data();
    assertThat(settings.files().train()).isNotEmpty();
    assertThat(settings.files().classes()).hasSizeBetween(2, 5);
  }

  @Test
  void listsHaveCommas() {
    TextSettings settings =
        text(
            Map.of(
                "data.text.labels", "0,1",
                "data.text.format", "csv",
                "data.text.tokens", "chinese-words",
                "data.text.charset", "GB18030"));
    assertThat(settings.files().train()).isEqualTo(List.of("a.tsv", "b.tsv"));
    assertThat(settings.files().labels()).containsExactly("0", "1");
    assertThat(settings.files().format().layout()).isEqualTo(Layout.CSV);
    assertThat(settings.encoding().tokens().tokens()).isEqualTo(Tokens.CHINESE_WORDS);
    assertThat(settings.encoding().vectors().trained()).isTrue();
  }

  @Test
  void groupsNeedColumnsAndAHash() {
    Map<String, String> keys = new HashMap<>();
    keys.put("data.text.group-column", "SentenceId");
    assertRefused(keys, "split.protocol = hash");
    keys.put("split.protocol", "hash");
    assertThat(text(keys).files().format().groupColumn()).isEqualTo("SentenceId");
    keys.put("data.text.format", "trees");
    assertRefused(keys, "data.text.format is not tsv or csv");
  }

  private static void assertRefused(Map<String, String> keys, String message) {
    assertThatThrownBy(() -> text(keys))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertRefused(Map.of("data.text.train-files", ""), "at least one file below data.path");
    assertRefused(Map.of("data.path", "builtin:surnames"), "builtin:opinions");
    assertRefused(Map.of("data.text.charset", "UTF-16"), "writes ASCII as ASCII does");
    assertRefused(Map.of("data.text.charset", "none"), "writes ASCII as ASCII does");
    assertRefused(Map.of("data.text.folds", "1"), "0 for none, or at least 2");
    assertRefused(Map.of("data.text.fold", "2"), "1 where data.text.folds is 0");
    assertRefused(
        Map.of("data.text.folds", "3", "data.text.fold", "4"), "1 to data.text.folds, which is 3");
    assertRefused(
        Map.of("data.text.folds", "3", "data.text.test-files", "c.tsv"),
        "data.text.test-files has the test split");
  }
}
