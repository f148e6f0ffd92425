package org.spiketrain.evaluate.baseline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises convex functions by L-BFGS with a line search that halves the step. In one thread and
 * without any other than plain sums, so that the same comes out everywhere.
 *
 * @param iterations most steps
 * @param tolerance ends where a step has lowered the function by less than this part of its value
 */
record Lbfgs(int iterations, double tolerance) {
  private static final int MEMORY = 6;
  private static final double SUFFICIENT = 1e-4;
  private static final int HALVINGS = 30;

  /** A function with its derivatives. */
  @FunctionalInterface
  interface Function {
    /**
     * The value at a point.
     *
     * @param gradient replaced by the derivatives
     */
    double at(double[] point, double[] gradient);
  }

  /** A step, the change of the gradient over it, and one over the product of both. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Curvature(double[] step, double[] change, double inverse) {}

  /**
   * Minimises.
   *
   * @param point where it begins; replaced by where it ends
   * @return the value there
   */
  double minimise(Function function, double[] point) {
    double[] gradient = new double[point.length];
    double value = function.at(point, gradient);
    Deque<Curvature> memory = new ArrayDeque<>();
    for (int i = 0; i < iterations; i++) {
      double[] step = direction(gradient, memory);
      double slope = dot(step, gradient);
      if (slope >= 0) {
        break;
      }
      double[] former = gradient.clone();
      double lowered = search(function, point, step, value, slope, gradient);
      double gain = value - lowered;
      value = lowered;
      if (gain <= tolerance * Math.abs(value)) {
        break;
      }
      remember(memory, step, former, gradient);
    }
    return value;
  }

  /** Goes along the step, which is shortened to what was gone; returns the value there. */
  private static double search(
      Function function,
      double[] point,
      double[] step,
      double value,
      double slope,
      double[] gradient) {
    add(1, step, point);
    double factor = 1;
    for (int k = 0; k < HALVINGS; k++) {
      double reached = function.at(point, gradient);
      if (reached <= value + SUFFICIENT * factor * slope) {
        scale(factor, step);
        return reached;
      }
      add(-factor / 2, step, point);
      factor /= 2;
    }
    add(-factor, step, point);
    scale(0, step);
    return function.at(point, gradient);
  }

  private static void remember(
      Deque<Curvature> memory, double[] step, double[] former, double[] gradient) {
    for (int k = 0; k < former.length; k++) {
      former[k] = gradient[k] - former[k];
    }
    double product = dot(step, former);
    if (product > 0) {
      memory.addLast(new Curvature(step, former, 1 / product));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  /** The two loops of L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4). */
  private static double[] direction(double[] gradient, Deque<Curvature> memory) {
    double[] direction = gradient.clone();
    scale(-1, direction);
    if (memory.isEmpty()) {
      scale(1 / Math.max(1, Math.sqrt(dot(gradient, gradient))), direction);
      return direction;
    }
    double[] parts = new double[memory.size()];
    int k = parts.length;
    for (Iterator<Curvature> newest = memory.descendingIterator(); newest.hasNext(); ) {
      Curvature one = newest.next();
      parts[--k] = one.inverse() * dot(one.step(), direction);
      add(-parts[k], one.change(), direction);
    }
    Curvature last = memory.getLast();
    scale(1 / (last.inverse() * dot(last.change(), last.change())), direction);
    for (Curvature one : memory) {
      add(parts[k++] - one.inverse() * dot(one.change(), direction), one.step(), direction);
    }
    return direction;
  }

  /** Four sums, none of which waits for another. */
  private static double dot(double[] one, double[] other) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < one.length; k += 4) {
      a += one[k] * other[k];
      b += one[k + 1] * other[k + 1];
      c += one[k + 2] * other[k + 2];
      d += one[k + 3] * other[k + 3];
    }
    double sum = a + b + (c + d);
    for (; k < one.length; k++) {
      sum += one[k] * other[k];
    }
    return sum;
  }

  private static void add(double factor, double[] addend, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * addend[k];
    }
  }

  private static void scale(double factor, double[] vector) {
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= factor;
    }
  }
}
