package org.spiketrain.model.loss;

/** Answer of a network to an example whose class is known, and the loss of that answer. */
public final class PredictionWithLoss {
  private final float[] probabilities;
  private final double loss;

  public PredictionWithLoss(float[] probabilities, double loss) {
    this.probabilities = probabilities;
    this.loss = loss;
  }

  /** Class probabilities, [classes], summing to 1. */
  public float[] probabilities() {
    return probabilities;
  }

  /** The loss that the network is trained with, of this example, with nothing dropped out. */
  public double loss() {
    return loss;
  }
}
