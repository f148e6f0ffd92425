package org.spiketrain.evaluate.baseline;

import java.util.Arrays;
import java.util.List;

/**
 * What a linear model is fitted by, divided by the number of its examples: their weighted losses,
 * and half the squared length of its weights without the intercepts. A point is [column x margin]
 * and the intercepts.
 *
 * @param classWeights what the loss of an example of each class is multiplied by
 * @param factors what the point is multiplied by to be the weights of a model
 * @param inverseRegularisation what the losses are multiplied by, against the length of the weights
 */
@SuppressWarnings("ArrayRecordComponent")
record RegularisedLoss(
    List<LabelledRow> examples,
    MarginLoss loss,
    int margins,
    double[] classWeights,
    double[] factors,
    double inverseRegularisation)
    implements Lbfgs.Function {
  /** The model of a point. */
  LinearModel model(double[] point) {
    double[] weights = new double[point.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = factors[k] * point[k];
    }
    return new LinearModel(weights, margins, loss);
  }

  @Override
  public double at(double[] point, double[] gradient) {
    Arrays.fill(gradient, 0);
    double share = 1.0 / Math.max(1, examples.size());
    double decay = share / inverseRegularisation;
    double losses = losses(model(point), gradient);
    double squares = 0;
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] *= share * factors[k];
      if (k < gradient.length - margins) {
        gradient[k] += decay * point[k];
        squares += point[k] * point[k];
      }
    }
    return share * losses + decay * squares / 2;
  }

  /** The losses of all examples, whose derivatives by the model's weights are added up. */
  private double losses(LinearModel model, double[] gradient) {
    double[] sums = new double[margins];
    double losses = 0;
    for (LabelledRow one : examples) {
      model.sum(one.row(), sums);
      double weight = classWeights[one.label()];
      losses += weight * loss.replace(sums, one.label());
      add(weight, one.row(), sums, gradient);
    }
    return losses;
  }

  private static void add(double weight, SparseRow row, double[] slopes, double[] gradient) {
    int margins = slopes.length;
    for (int m = 0; m < margins; m++) {
      slopes[m] *= weight;
      gradient[gradient.length - margins + m] += slopes[m];
    }
    for (int k = 0; k < row.columns().length; k++) {
      int at = row.columns()[k] * margins;
      double value = row.values()[k];
      for (int m = 0; m < margins; m++) {
        gradient[at + m] += value * slopes[m];
      }
    }
  }
}
