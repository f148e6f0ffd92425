package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Reverse-mode differentiation in double precision, a number at a time: slow and plain, so that a
 * reference written with it has the right gradients if its equations are right.
 */
final class Tape {
  private final List<Runnable> backward = new ArrayList<>();
  private double margin = Double.MAX_VALUE;

  /** A number and the gradient by it. */
  static final class Var {
    final double value;
    double gradient;

    Var(double value) {
      this.value = value;
    }
  }

  Var of(double value) {
    return new Var(value);
  }

  private Var record(Var result, Runnable back) {
    backward.add(back);
    return result;
  }

  Var plus(Var a, Var b) {
    Var sum = new Var(a.value + b.value);
    return record(
        sum,
        () -> {
          a.gradient += sum.gradient;
          b.gradient += sum.gradient;
        });
  }

  Var minus(Var a, Var b) {
    Var difference = new Var(a.value - b.value);
    return record(
        difference,
        () -> {
          a.gradient += difference.gradient;
          b.gradient -= difference.gradient;
        });
  }

  Var times(Var a, Var b) {
    Var product = new Var(a.value * b.value);
    return record(
        product,
        () -> {
          a.gradient += b.value * product.gradient;
          b.gradient += a.value * product.gradient;
        });
  }

  /** {@code bias + sum(x[i] weights[i])}. */
  Var affine(Var bias, Var[] x, Var[] weights) {
    double value = bias.value;
    for (int i = 0; i < x.length; i++) {
      value += x[i].value * weights[i].value;
    }
    Var sum = new Var(value);
    return record(
        sum,
        () -> {
          bias.gradient += sum.gradient;
          for (int i = 0; i < x.length; i++) {
            x[i].gradient += weights[i].value * sum.gradient;
            weights[i].gradient += x[i].value * sum.gradient;
          }
        });
  }

  Var apply(Var x, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    Var result = new Var(function.applyAsDouble(x.value));
    return record(result, () -> x.gradient += derivative.applyAsDouble(x.value) * result.gradient);
  }

  Var sigmoid(Var x) {
    DoubleUnaryOperator s = v -> 1 / (1 + Math.exp(-v));
    return apply(x, s, v -> s.applyAsDouble(v) * (1 - s.applyAsDouble(v)));
  }

  Var tanh(Var x) {
    return apply(x, Math::tanh, v -> 1 - Math.tanh(v) * Math.tanh(v));
  }

  /** 1 where x is above zero; on the way back atan(2). */
  Var spike(Var x) {
    margin = Math.min(margin, Math.abs(x.value));
    return apply(x, v -> v > 0 ? 1 : 0, v -> 1 / (1 + Math.PI * v * (Math.PI * v)));
  }

  /** The same number, through which no gradient goes. */
  Var detached(Var x) {
    return new Var(x.value);
  }

  /** Least distance of a spike's argument from the threshold. */
  double margin() {
    return margin;
  }

  void backward() {
    for (int k = backward.size() - 1; k >= 0; k--) {
      backward.get(k).run();
    }
  }
}
