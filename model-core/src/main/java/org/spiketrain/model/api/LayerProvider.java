package org.spiketrain.model.api;

/**
 * Brings layers, each a {@link Factory} by the name that {@code network.stack} uses. The classes of
 * the layers are in the package of the provider: a model file that names others is refused.
 */
public interface LayerProvider extends Provider<Factory<StackLayer>> {}
