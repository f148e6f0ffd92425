package org.spiketrain.evaluate.baseline;

import java.io.Serializable;

/** Loss of the margins of an example, convex and smooth. */
interface MarginLoss extends Serializable {
  /** Margins that there are for so many classes. */
  default int margins(int classes) {
    return classes == 2 ? 1 : classes;
  }

  /**
   * The loss of an example.
   *
   * @param margins of the classes; of two classes one, which is positive for the second; replaced
   *     by the derivatives of the loss
   * @param label its class
   */
  double replace(double[] margins, int label);

  /**
   * Probabilities of the classes.
   *
   * @param margins as above; left as they are
   */
  double[] probabilities(double[] margins);

  /** Margins of all classes: of a single one the first class' is 0. */
  static double[] ofAll(double[] margins) {
    return margins.length == 1 ? new double[] {0, margins[0]} : margins;
  }

  /**
   * 1 where a margin is the class', else -1.
   *
   * @param margins number of margins
   */
  static int sign(int margins, int margin, int label) {
    return (margins == 1 ? label == 1 : label == margin) ? 1 : -1;
  }

  /** Cross-entropy of the softmax, of two classes of the sigmoid. */
  record Softmax() implements MarginLoss {
    @Override
    public double replace(double[] margins, int label) {
      double[] probabilities = probabilities(margins);
      for (int m = 0; m < margins.length; m++) {
        int ofClass = margins.length == 1 ? 1 : m;
        margins[m] = probabilities[ofClass] - (ofClass == label ? 1 : 0);
      }
      return -Math.log(Math.max(Double.MIN_NORMAL, probabilities[label]));
    }

    @Override
    public double[] probabilities(double[] margins) {
      return Probabilities.softmax(ofAll(margins));
    }
  }

  /** The logistic loss of each class against the rest, added up. */
  record OneAgainstRest() implements MarginLoss {
    @Override
    public double replace(double[] margins, int label) {
      double loss = 0;
      for (int m = 0; m < margins.length; m++) {
        int sign = sign(margins.length, m, label);
        double wrong = 1 / (1 + Math.exp(sign * margins[m]));
        loss += softplus(-sign * margins[m]);
        margins[m] = -sign * wrong;
      }
      return loss;
    }

    /** The shares of the sigmoids. */
    @Override
    public double[] probabilities(double[] margins) {
      if (margins.length == 1) {
        return Probabilities.softmax(ofAll(margins));
      }
      double[] logarithms = new double[margins.length];
      for (int m = 0; m < margins.length; m++) {
        logarithms[m] = -softplus(-margins[m]);
      }
      return Probabilities.softmax(logarithms);
    }

    /** {@code ln(1 + exp(x))}, without an overflow. */
    private static double softplus(double x) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
  }

  /** The squared hinge loss of each class against the rest, added up: a linear SVM. */
  record SquaredHinge() implements MarginLoss {
    @Override
    public double replace(double[] margins, int label) {
      double loss = 0;
      for (int m = 0; m < margins.length; m++) {
        int sign = sign(margins.length, m, label);
        double lacking = Math.max(0, 1 - sign * margins[m]);
        loss += lacking * lacking;
        margins[m] = -2 * sign * lacking;
      }
      return loss;
    }

    /** The softmax of the margins, which nothing has calibrated. */
    @Override
    public double[] probabilities(double[] margins) {
      return Probabilities.softmax(ofAll(margins));
    }
  }
}
