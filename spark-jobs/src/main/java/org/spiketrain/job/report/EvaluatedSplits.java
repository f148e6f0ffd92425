package org.spiketrain.job.report;

/**
 * What the accuracies of a training's history are of.
 *
 * @param deciding name of the split by which networks are chosen, such as "validation"
 * @param watched name of the split that is recorded beside, such as "test"; "none" if none is
 */
public record EvaluatedSplits(String deciding, String watched) {}
