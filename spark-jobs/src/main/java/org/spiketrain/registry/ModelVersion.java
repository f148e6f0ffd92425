package org.spiketrain.registry;

import org.apache.hadoop.fs.Path;

/**
 * A version of a model in a registry, which never changes.
 *
 * @param number from 1; a number is given once
 * @param folder all files of the version
 */
public record ModelVersion(String model, int number, Path folder, VersionFacts facts) {
  static final String MODEL_FILE = "model.zip";

  public Path modelFile() {
    return new Path(folder, MODEL_FILE);
  }

  /** What it is called in messages: {@code version 7 of names}. */
  @Override
  public String toString() {
    return "version %d of %s".formatted(number, model);
  }
}
