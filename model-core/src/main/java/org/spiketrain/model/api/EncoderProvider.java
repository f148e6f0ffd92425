package org.spiketrain.model.api;

import org.spiketrain.model.UserErrorException;

/** Brings spike encoders, each a {@link Factory} by the name that settings and models use. */
public interface EncoderProvider extends Provider<Factory<SpikeEncoder>> {
  /** Seed of what an encoder draws: the experiment's, where a configuration leaves it out. */
  Parameter<Long> SEED =
      Parameter.parsed("seed", "a whole number", "seed of the draws", EncoderProvider::seed);

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UserErrorException("it is not", e);
    }
  }
}
