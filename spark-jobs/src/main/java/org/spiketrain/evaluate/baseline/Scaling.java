package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What the columns of a linear model are multiplied by. */
@FunctionalInterface
interface Scaling extends Serializable {
  /**
   * The factors.
   *
   * @param margins of the model: a class each, or one for the second of two classes
   * @return [column x margin]
   */
  double[] of(List<LabelledRow> examples, int columns, int margins);

  /** 1 for all. */
  static Scaling none() {
    return (examples, columns, margins) -> {
      double[] ones = new double[columns * margins];
      Arrays.fill(ones, 1);
      return ones;
    };
  }

  /** One over the standard deviation of a column, 0 where it is the same in all examples. */
  static Scaling standard() {
    return (examples, columns, margins) -> {
      double[] sums = new double[columns];
      double[] squares = new double[columns];
      for (LabelledRow one : examples) {
        for (int k = 0; k < one.row().columns().length; k++) {
          double value = one.row().values()[k];
          sums[one.row().columns()[k]] += value;
          squares[one.row().columns()[k]] += value * value;
        }
      }
      double count = Math.max(1, examples.size());
      double[] factors = new double[columns * margins];
      Arrays.setAll(
          factors, k -> inverseDeviation(sums[k / margins] / count, squares[k / margins] / count));
      return factors;
    };
  }

  private static double inverseDeviation(double mean, double meanSquare) {
    double variance = meanSquare - mean * mean;
    return variance > 1e-9 * meanSquare ? 1 / Math.sqrt(variance) : 0;
  }

  /**
   * Logarithms of the ratio of a column's share in a class, of the sums of all columns there, and
   * in the rest, with 1 added to each sum: how naive Bayes would weigh it.
   */
  static Scaling logRatios() {
    return (examples, columns, margins) -> {
      double[] in = new double[columns * margins];
      double[] out = new double[columns * margins];
      Arrays.fill(in, 1);
      Arrays.fill(out, 1);
      for (LabelledRow one : examples) {
        for (int k = 0; k < one.row().columns().length; k++) {
          for (int m = 0; m < margins; m++) {
            double[] side = MarginLoss.sign(margins, m, one.label()) > 0 ? in : out;
            side[one.row().columns()[k] * margins + m] += one.row().values()[k];
          }
        }
      }
      double[] shift = new double[margins];
      Arrays.setAll(shift, m -> Math.log(sum(out, m, margins) / sum(in, m, margins)));
      double[] factors = new double[in.length];
      Arrays.setAll(factors, k -> Math.log(in[k] / out[k]) + shift[k % margins]);
      return factors;
    };
  }

  private static double sum(double[] table, int margin, int margins) {
    double sum = 0;
    for (int k = margin; k < table.length; k += margins) {
      sum += table[k];
    }
    return sum;
  }
}
