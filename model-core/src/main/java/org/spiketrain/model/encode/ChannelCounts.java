package org.spiketrain.model.encode;

/**
 * How many training examples of each class have each channel.
 *
 * @param classes number of classes, at least 2
 * @param examples [channels][classes], row-major, each at least 0; not to be changed once handed
 *     over
 */
@SuppressWarnings("ArrayRecordComponent") // Large, and never compared.
public record ChannelCounts(int classes, int[] examples) {
  /**
   * @throws IllegalArgumentException if the numbers are not those of whole channels
   */
  public ChannelCounts {
    if (classes < 2 || examples.length % classes != 0) {
      throw new IllegalArgumentException(
          "%d numbers of examples of %d classes".formatted(examples.length, classes));
    }
  }

  /**
   * Logarithms of how much more frequent each channel is in a class than in the others, as Wang and
   * Manning (2012) scale the inputs of a linear model: of the channel's share of all that occurs in
   * the class, by its share in the other classes, each with one more example of every channel.
   *
   * @param columns how many there are a channel, a multiple of the classes; column j is of class j
   *     modulo their number
   * @return [channels][columns], row-major
   */
  public float[] logRatios(int columns) {
    if (columns % classes != 0) {
      throw new IllegalArgumentException(
          "%d columns cannot be shared equally by %d classes".formatted(columns, classes));
    }
    double[] totals = new double[classes];
    double all = 0;
    for (int k = 0; k < examples.length; k++) {
      totals[k % classes] += examples[k] + 1.0;
      all += examples[k] + 1.0;
    }
    int channels = examples.length / classes;
    float[] ratios = new float[channels * columns];
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += examples[channel * classes + c] + 1.0;
      }
      for (int j = 0; j < columns; j++) {
        int c = j % classes;
        double own = examples[channel * classes + c] + 1.0;
        ratios[channel * columns + j] =
            (float) StrictMath.log(own / totals[c] * ((all - totals[c]) / (sum - own)));
      }
    }
    return ratios;
  }
}
