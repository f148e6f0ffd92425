package org.spiketrain.nightly;

/**
 * Data that were taken in; it lies beside their frames.
 *
 * @param night the night that took them
 * @param base whether the generation's encoder and classes come of them
 */
public record PartFacts(Increment increment, String night, boolean base) {}
