package org.spiketrain.model.api;

/** Brings surrogate gradients, each a {@link Factory} by the name that settings use. */
public interface SurrogateProvider extends Provider<Factory<SurrogateGradient>> {}
