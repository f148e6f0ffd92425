package org.spiketrain.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.zoo.NetworkHelp;

class ReferenceConfTest {
  private final Config reference = ConfigFiles.reference();
  private final Map<String, ConfigValue> keys = KeyNames.leaves(reference.root());

  @Test
  void hasExactlyTheKeysThatTheCodeReads() {
    ConfigReader reader = new ConfigReader(reference, reference);
    new SettingsReader(reader).experiment();

    assertThat(reader.expectations().keySet()).containsExactlyInAnyOrderElementsOf(keys.keySet());
  }

  @Test
  void documentsEveryLayerAndLossAsTheyAreDeclared() {
    List<String> comments =
        keys.get("network.stack").origin().comments().stream().map(String::stripTrailing).toList();
    List<String> declared =
        NetworkHelp.lines().stream().map(line -> (" " + line).stripTrailing()).toList();
    assertThat(comments)
        .as("the comment of network.stack, which is what spiketrain help network prints")
        .containsSubsequence(declared);
  }

  @Test
  void saysOfEachKeyWhatTheCodeExpects() {
    ConfigReader reader = new ConfigReader(reference, reference);
    new SettingsReader(reader).experiment();

    keys.forEach(
        (key, value) ->
            assertThat(value.origin().comments())
                .as(key)
                .hasSizeGreaterThan(1)
                .contains(" Expected: " + reader.expectations().get(key)));
  }
}
