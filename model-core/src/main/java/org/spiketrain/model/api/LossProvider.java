package org.spiketrain.model.api;

/** Brings losses, each a {@link Factory} by the name that settings use. */
public interface LossProvider extends Provider<Factory<SequenceLoss>> {}
