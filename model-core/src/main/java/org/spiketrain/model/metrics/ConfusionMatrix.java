package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts of how often an example of one class was taken for another: row = true class, column =
 * predicted class.
 *
 * <p>Matrices of parts of a data set add up to the matrix of the whole, in any order.
 */
public final class ConfusionMatrix implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[][] counts;

  /** An empty matrix of so many classes, at least 1. */
  public ConfusionMatrix(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes %d: expected at least 1".formatted(classes));
    }
    this.counts = new long[classes][classes];
  }

  /** Number of classes: rows and columns. */
  public int classes() {
    return counts.length;
  }

  /** Counts one example of class {@code truth} that was taken for class {@code predicted}. */
  public void add(int truth, int predicted) {
    add(truth, predicted, 1);
  }

  /** Counts {@code examples} examples of class {@code truth} taken for {@code predicted}. */
  public void add(int truth, int predicted, long examples) {
    counts[truth][predicted] += examples;
  }

  /**
   * Adds the counts of another matrix to this one.
   *
   * @return this matrix
   * @throws IllegalArgumentException if the other has another number of classes
   */
  public ConfusionMatrix merge(ConfusionMatrix other) {
    if (other.classes() != classes()) {
      throw new IllegalArgumentException(
          "cannot add a matrix of %d classes to one of %d".formatted(other.classes(), classes()));
    }
    for (int truth = 0; truth < classes(); truth++) {
      for (int predicted = 0; predicted < classes(); predicted++) {
        counts[truth][predicted] += other.counts[truth][predicted];
      }
    }
    return this;
  }

  /** Number of examples of class {@code truth} that were taken for class {@code predicted}. */
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** Number of examples of this true class. */
  public long rowTotal(int truth) {
    return Arrays.stream(counts[truth]).sum();
  }

  /** Number of examples taken for this class. */
  public long columnTotal(int predicted) {
    return Arrays.stream(counts).mapToLong(row -> row[predicted]).sum();
  }

  /** Number of examples in the matrix. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Number of examples on the diagonal: predicted rightly. */
  public long correct() {
    return IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum();
  }

  /**
   * Fraction of each true class's examples that was taken for each class, [true class][predicted
   * class]; each row sums to 1, or is all 0 for a class without examples.
   */
  public double[][] rowNormalised() {
    double[][] shares = new double[classes()][classes()];
    for (int truth = 0; truth < classes(); truth++) {
      double total = Math.max(1, rowTotal(truth));
      for (int predicted = 0; predicted < classes(); predicted++) {
        shares[truth][predicted] = counts[truth][predicted] / total;
      }
    }
    return shares;
  }
}
