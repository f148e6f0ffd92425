package org.spiketrain.model.metrics;

/** An interval that a figure is in with some confidence, from {@code low} to {@code high}. */
public record Interval(double low, double high) {}
