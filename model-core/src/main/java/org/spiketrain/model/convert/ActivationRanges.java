package org.spiketrain.model.convert;

/**
 * Largest activations of an ANN for sentences: what its spiking twin's firing rates are measured
 * in.
 *
 * @param convolution largest output of the rectifiers behind the filters
 * @param pooled largest mean of them over a sentence
 * @param shift what is added to the scores of all classes, so that those that win are positive; a
 *     neuron cannot fire less than not at all
 * @param score largest score of a class, with the shift
 */
public record ActivationRanges(double convolution, double pooled, double shift, double score) {
  /** Nothing is measured: weights and biases go over as they are. */
  public static final ActivationRanges NONE = new ActivationRanges(1, 1, 0, 1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one of them is not positive
   */
  public ActivationRanges {
    if (!(convolution > 0 && pooled > 0 && score > 0 && shift >= 0)) {
      throw new IllegalArgumentException(
          "Expected positive ranges and no negative shift, but got %s, %s, %s and %s"
              .formatted(convolution, pooled, score, shift));
    }
  }
}
