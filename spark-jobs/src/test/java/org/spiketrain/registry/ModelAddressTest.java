package org.spiketrain.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class ModelAddressTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "models:/names,2",
    "models:/names@champion,2",
    "models:/names@old,1",
    "models:/names/3,3"
  })
  void meansAVersion(String text, int number) throws IOException {
    ModelRegistry registry =
        ModelRegistry.of(
            new Configuration(), new org.apache.hadoop.fs.Path(temp.resolve("models").toString()));
    for (String key : new String[] {"one", "two", "three"}) {
      registry.publish("names", RegistryFiles.draft(temp, key));
    }
    registry.setAlias("names", "champion", 2, "");
    registry.setAlias("names", "old", 1, "");

    assertThat(ModelAddress.isOne(text)).isTrue();
    ModelVersion meant = ModelAddress.parse(text).in(registry);
    assertThat(meant.number()).isEqualTo(number);
    assertThat(ModelRegistry.versionOf(new Configuration(), meant.modelFile())).contains(meant);
    assertThat(meant).hasToString("version %d of names".formatted(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models:/",
        "models://names",
        "models:/names@",
        "models:/names/",
        "models:/names/0",
        "models:/names/x",
        "models:/names/1/model.zip",
        "models:/names@a@b",
        "models:/names@a/1",
        "models:/na mes"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> ModelAddress.parse(text)).isInstanceOf(UserErrorException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/names/versions/1/model.zip", "model:/names", "hdfs:///models:/x"})
  void otherPathsAreNone(String text) {
    assertThat(ModelAddress.isOne(text)).isFalse();
  }

  @Test
  void theRegistryIsWhereTheConfigurationSparkOrTheEnvironmentSaysInThisOrder() {
    Configuration conf = new Configuration();
    assertThat(RegistrySettings.UNSET.root(conf, Optional.empty())).hasToString("models");
    assertThat(RegistrySettings.UNSET.root(conf, Optional.of("s3a://bucket/models")))
        .hasToString("s3a://bucket/models");
    conf.set(RegistrySettings.SPARK_KEY, "hdfs:/models");
    assertThat(RegistrySettings.UNSET.root(conf, Optional.of("s3a://bucket/models")))
        .hasToString("hdfs:/models");
    assertThat(new RegistrySettings(Optional.of("mine")).root(conf, Optional.of("s3a://b/models")))
        .hasToString("mine");
    assertThatThrownBy(() -> new RegistrySettings(Optional.of(" ")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("registry.path is empty");
  }

  @Test
  void filesElsewhereAreNoVersions() {
    for (String path :
        new String[] {
          "model.zip", "/model.zip", "a/versions/x/model.zip", "versions/1/model.zip"
        }) {
      assertThat(ModelRegistry.versionOf(new Configuration(), new org.apache.hadoop.fs.Path(path)))
          .isEmpty();
    }
  }
}
