package org.spiketrain.model.api;

import java.io.Serializable;

/**
 * A parameter that neurons have besides their weights: a decay, a threshold.
 *
 * @param name its name among the layer's parameters; other than W, RW, b, rb, gain, mean, variance
 * @param from least initial value
 * @param to largest initial value; where it is not {@code from}, values are drawn evenly between
 * @param low least value that has an effect; what is below counts as this, without a gradient
 * @param high largest value that has an effect, likewise
 * @param learning who learns it
 */
public record NeuronParameter(
    String name, double from, double to, double low, double high, Learning learning)
    implements Serializable {
  /** Way in which a neuron parameter is learned. */
  public enum Learning {
    /** Not at all: it keeps its initial value. */
    FIXED,
    /** All neurons of a unit learn one value together. */
    SHARED,
    /** Each neuron its own. */
    PER_NEURON
  }

  /** One that starts everywhere from the same value and may take any. */
  public static NeuronParameter unbounded(String name, double value, Learning learning) {
    return unbounded(name, value, value, learning);
  }

  /** One that starts from a value drawn evenly from a range and may take any. */
  public static NeuronParameter unbounded(String name, double from, double to, Learning learning) {
    return new NeuronParameter(name, from, to, -Double.MAX_VALUE, Double.MAX_VALUE, learning);
  }

  /** A decay per time step: from 0 (forgets at once) to 1 (never). */
  public static NeuronParameter decay(String name, double value, Learning learning) {
    return new NeuronParameter(name, value, value, 0, 1, learning);
  }

  /** One that each neuron learns for itself, from a value drawn evenly from its range. */
  public static NeuronParameter drawn(String name, double low, double high) {
    return new NeuronParameter(name, low, high, low, high, Learning.PER_NEURON);
  }

  /** Returns whether it is learned. */
  public boolean isLearned() {
    return learning != Learning.FIXED;
  }

  /** Number of values that are learned. */
  public int values(int neurons) {
    return switch (learning) {
      case FIXED -> 0;
      case SHARED -> 1;
      case PER_NEURON -> neurons;
    };
  }
}
