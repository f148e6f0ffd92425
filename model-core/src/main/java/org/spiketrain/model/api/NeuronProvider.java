package org.spiketrain.model.api;

/** Brings neurons, each a {@link Factory} by the name that a network's layers use. */
public interface NeuronProvider extends Provider<Factory<NeuronCell>> {}
