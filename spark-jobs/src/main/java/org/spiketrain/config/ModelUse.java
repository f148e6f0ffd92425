package org.spiketrain.config;

import java.util.Map;
import java.util.Optional;
import org.spiketrain.config.ExperimentConfig.OutputSettings;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.registry.mlflow.MlflowSettings;
import org.spiketrain.score.ScoreSettings;

/**
 * What a configuration says to those who use models and train none. The other sections are not
 * read, since that takes longer than a name is scored in; their keys must exist all the same.
 */
public record ModelUse(
    OutputSettings output,
    ScoreSettings scoring,
    RegistrySettings registry,
    MlflowSettings mlflow) {

  /**
   * Reads a configuration.
   *
   * @param file as for {@link ExperimentConfig#load}; the defaults alone if there is none
   * @param overrides values by key, which go before the file's
   * @throws ConfigErrorException if it cannot be read, has an unknown key, or a value out of range
   *     in these sections
   */
  public static ModelUse load(Optional<String> file, Map<String, String> overrides) {
    return ExperimentConfig.reader(ConfigFiles.over(file, overrides)).modelUse();
  }
}
