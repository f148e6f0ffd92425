package org.spiketrain.score;

import org.spiketrain.model.UserErrorException;

/** Where a stream gets the model that it scores with, which may be another one after a while. */
public interface VersionedModels {
  /**
   * A model that never changes.
   *
   * @param version what it is called in scores; another one for each model
   * @param number of the version, which metrics show; 0 if it has none
   * @param file where it lies
   */
  record Version(String version, long number, String file) {}

  /**
   * The version that is in use now.
   *
   * @throws UserErrorException if that cannot be found out, or if there is none
   */
  Version current();

  /**
   * Loads a version.
   *
   * @throws UserErrorException if it cannot be read, or is no longer what it was
   */
  ScoringModel load(Version version);
}
