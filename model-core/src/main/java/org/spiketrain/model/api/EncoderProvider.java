package org.spiketrain.model.api;

/** Brings spike encoders, each a {@link Factory} by the name that settings and models use. */
public interface EncoderProvider extends Provider<Factory<SpikeEncoder>> {}
