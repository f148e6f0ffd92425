package org.spiketrain.model.api;

/** Brings layers, each a {@link Factory} by the name that {@code network.stack} uses. */
public interface LayerProvider extends Provider<Factory<StackLayer>> {}
