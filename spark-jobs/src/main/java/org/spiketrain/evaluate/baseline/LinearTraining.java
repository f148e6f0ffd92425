package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Fits linear models in a single task: a training sample fits into memory, and where a model has as
 * many weights as its examples have numbers, sending them around for each step costs more than the
 * step.
 *
 * @param inverseRegularisation what scikit-learn calls C, more than 0: the sum of the losses is
 *     multiplied by it, and half the squared length of the weights without the intercepts added
 */
record LinearTraining(
    MarginLoss loss, Scaling scaling, ClassWeights classWeights, double inverseRegularisation)
    implements Serializable {
  /** With smaller steps at the end the answers are hardly others (docs/FINDINGS.md). */
  private static final Lbfgs MINIMISER = new Lbfgs(100, 1e-5);

  /**
   * Fits a model.
   *
   * @param examples read once
   * @param columns columns of the examples
   */
  LinearModel fit(JavaRDD<LabelledRow> examples, int classes, int columns) {
    return examples
        .coalesce(1)
        .mapPartitions(
            rows -> {
              List<LabelledRow> all = new ArrayList<>();
              rows.forEachRemaining(all::add);
              return List.of(fit(all, classes, columns)).iterator();
            })
        .first();
  }

  /** The same of examples that are here. */
  LinearModel fit(List<LabelledRow> examples, int classes, int columns) {
    long[] counts = new long[classes];
    examples.forEach(one -> counts[one.label()]++);
    int margins = loss.margins(classes);
    double[] factors = new double[(columns + 1) * margins];
    Arrays.fill(factors, 1);
    double[] scales = scaling.of(examples, columns, margins);
    System.arraycopy(scales, 0, factors, 0, scales.length);
    RegularisedLoss function =
        new RegularisedLoss(
            examples, loss, margins, classWeights.of(counts), factors, inverseRegularisation);
    double[] point = new double[factors.length];
    MINIMISER.minimise(function, point);
    return function.model(point);
  }
}
