package org.spiketrain.pipeline;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.registry.ModelAddress;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.score.ScoringModel;
import org.spiketrain.score.VersionedModels;

/**
 * Models by what a user names: an address in the registry, which may mean another version each time
 * it is looked up, or a file, which stays what it is.
 */
public final class RegistryModels implements VersionedModels {
  /** Digits of a file's SHA-256 that tell it from others. */
  private static final int DIGITS = 12;

  private final Configuration conf;
  private final RegistrySettings registry;
  private final String name;
  private final AnswerRule rule;

  /**
   * @param name {@code models:/NAME@ALIAS}, or the path of a model
   * @param rule how their probabilities become answers
   */
  public RegistryModels(
      Configuration conf, RegistrySettings registry, String name, AnswerRule rule) {
    this.conf = conf;
    this.registry = registry;
    this.name = name;
    this.rule = rule;
  }

  @Override
  public Version current() {
    if (!ModelAddress.isOne(name)) {
      Path file = PathSetting.parse("--model", name);
      return new Version(digits(file), 0, file.toString());
    }
    ModelRegistry models = registry.open(conf);
    ModelVersion version = ModelAddress.parse(name).in(models);
    return new Version(
        Integer.toString(version.number()), version.number(), version.modelFile().toString());
  }

  private String digits(Path file) {
    return ModelFile.digest(conf, file).substring(0, DIGITS);
  }

  @Override
  public ScoringModel load(Version version) {
    Path file = new Path(version.file());
    if (version.number() == 0 && !digits(file).equals(version.version())) {
      throw new UserErrorException(
          "%s is not the model any more by which a micro-batch was begun (%s): put that back, or score by models:/NAME@ALIAS, whose versions stay"
              .formatted(file, version.version()));
    }
    return ModelFile.scoring(ModelFile.read(conf, file), file, rule);
  }
}
