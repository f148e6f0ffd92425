package org.spiketrain.registry;

import java.time.Instant;

/** What became of an alias: the version that it names since a time, and why. */
public record AliasMove(int version, Instant time, String reason) {}
