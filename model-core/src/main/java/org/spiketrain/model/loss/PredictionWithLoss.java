package org.spiketrain.model.loss;

/**
 * Answer of a network to an example whose class is known, and the loss of that answer.
 *
 * @param probabilities class probabilities, [classes], summing to 1
 * @param loss the loss that the network is trained with, of this example, with nothing dropped out
 */
@SuppressWarnings("ArrayRecordComponent")
public record PredictionWithLoss(float[] probabilities, double loss) {}
