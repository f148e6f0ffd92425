package org.spiketrain.model.encode;

/**
 * The positive embedding of Lv, Xu and Zheng (ICLR 2023), section 3.2: every number of the word
 * vectors is clipped to three standard deviations around the mean of all of them, then shifted and
 * scaled into [0, 1], where it is the rate of a Bernoulli spike train.
 *
 * @param mean mean over every number of the vocabulary's vectors
 * @param deviation their standard deviation (of the population), above 0
 */
public record PositiveEmbedding(double mean, double deviation) {
  /** Standard deviations to either side of the mean. */
  private static final double BOUND = 3;

  /**
   * @throws IllegalArgumentException if the deviation is not above 0, or a number is not finite
   */
  public PositiveEmbedding {
    if (!(deviation > 0) || !Double.isFinite(deviation) || !Double.isFinite(mean)) {
      throw new IllegalArgumentException(
          "mean %s, deviation %s: expected finite numbers, not all the same"
              .formatted(mean, deviation));
    }
  }

  /**
   * The embedding by the statistics of every number of the vocabulary's vectors, in any shape, at
   * least two different ones.
   */
  public static PositiveEmbedding of(float[] vectors) {
    double sum = 0;
    for (float value : vectors) {
      sum += value;
    }
    double mean = sum / vectors.length;
    double squares = 0;
    for (float value : vectors) {
      squares += (value - mean) * (value - mean);
    }
    return new PositiveEmbedding(mean, Math.sqrt(squares / vectors.length));
  }

  /** The rate of one number of a vector, in [0, 1]. */
  public float rate(float value) {
    double z = (value - mean) / deviation;
    return (float) ((Math.max(-BOUND, Math.min(BOUND, z)) + BOUND) / (2 * BOUND));
  }

  /** The rates of many numbers, in a new array of the same length. */
  public float[] rates(float[] vectors) {
    float[] rates = new float[vectors.length];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = rate(vectors[k]);
    }
    return rates;
  }
}
