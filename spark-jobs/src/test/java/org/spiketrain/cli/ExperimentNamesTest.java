package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.config.ConfigErrorException;

class ExperimentNamesTest {
  private static List<String> names(String... texts) {
    return new ExperimentNames(List.of(texts)).names();
  }

  @Test
  void filesAndFoldersAreCalledByTheirLastNames() {
    assertThat(
            names(
                "conf/names-rnn.conf",
                "hdfs://host/runs/best/",
                "runs/night/model.zip",
                "model.zip",
                "imported/SiLIF.zip",
                "models:/names@champion"))
        .containsExactly("names-rnn", "best", "night", "model", "SiLIF", "names@champion");
  }

  @Test
  void thoseThatWouldBeCalledTheSameKeepTheirPaths() {
    assertThat(names("a/best", "b/best", "c")).containsExactly("a/best", "b/best", "c");
    assertThatThrownBy(() -> names("a", "b", "a"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("twice");
  }
}
