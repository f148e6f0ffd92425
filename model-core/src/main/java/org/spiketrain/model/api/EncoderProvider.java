package org.spiketrain.model.api;

/** Brings spike encoders, each a {@link Factory} by the name that settings and models use. */
public interface EncoderProvider extends Provider<Factory<SpikeEncoder>> {
  /** Seed of what an encoder draws: the experiment's, where a configuration leaves it out. */
  Parameter<Long> SEED =
      Parameter.parsed("seed", "a whole number", "seed of the draws", Long::valueOf);
}
