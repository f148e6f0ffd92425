package org.spiketrain.model.loss;

/**
 * Cross entropy of the softmax, {@code -sum(y log p)}, with label smoothing (Szegedy et al. 2016):
 * {@code y = (1 - smoothing) target + smoothing / classes}.
 *
 * @param smoothing share of the target spread evenly over the classes, in [0, 1)
 */
public record SoftmaxCrossEntropy(float smoothing) implements ClassificationLoss {
  private static final float SMALLEST = 1e-30f;

  @Override
  public double evaluate(float[] probabilities, float[] target, float[] gradScores) {
    int classes = probabilities.length;
    double loss = 0;
    for (int c = 0; c < classes; c++) {
      float wanted = (1 - smoothing) * target[c] + smoothing / classes;
      if (wanted > 0) {
        loss -= wanted * Math.log(Math.max(probabilities[c], SMALLEST));
      }
      gradScores[c] = probabilities[c] - wanted;
    }
    return loss;
  }

  @Override
  public String spec() {
    return smoothing == 0 ? "cross-entropy" : "cross-entropy(" + smoothing + ")";
  }
}
