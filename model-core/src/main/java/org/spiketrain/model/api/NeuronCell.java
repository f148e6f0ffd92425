package org.spiketrain.model.api;

import java.io.Serializable;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.spiketrain.model.UserErrorException;

/**
 * Equations of a neuron, element by element: from its weighted input and its state before a time
 * step to its output and state after it, and the backward pass. The weights, the matrix products
 * around it, time and minibatches are the layer's. Immutable and safe for several threads.
 *
 * <p>A layer has {@link #gates} weighted inputs for each neuron, {@code z = W x_t + b}, with {@code
 * + RW h_{t-1} + rb} where it has {@link #hasRecurrentWeights recurrent weights}; {@code h} is the
 * neuron's output. Before the first step output and states are 0.
 *
 * <p>One of your own needs no more than this (docs/EXTEND.md has a whole one); once a {@link
 * NeuronProvider} brings it by name, {@code network.stack} knows it, and model files keep it by its
 * {@link #spec}. {@code GradientCheck} compares a backward pass with slopes of the forward pass.
 */
public interface NeuronCell extends Specified, Serializable {
  /** All neurons by name. */
  Registry<Factory<NeuronCell>> REGISTRY = Registry.ofProviders("neuron", NeuronProvider.class);

  /**
   * Reads a neuron's name and parameters, {@code leaky(beta = 0.95)}.
   *
   * @throws UserErrorException if the name is unknown, or a parameter missing or out of range
   */
  @JsonCreator
  static NeuronCell parse(String spec) {
    return Factory.make(REGISTRY, spec);
  }

  /** The name by which it is found, {@code leaky}. */
  default String name() {
    return Spec.parse(spec()).name();
  }

  /** Number of weighted inputs of each neuron, each with its own weights; 1 by default. */
  default int gates() {
    return 1;
  }

  /**
   * Returns whether the gates see only the sum of input and recurrence, as by default, so that both
   * matrix products can go into one buffer. Otherwise {@link CellRow#zRecurrent} has the latter.
   */
  default boolean isMerged() {
    return true;
  }

  /**
   * Returns whether the outputs go back to the gates of all neurons through weights, which by
   * default they do not; without them, recurrent weights and bias do not exist.
   */
  default boolean hasRecurrentWeights() {
    return false;
  }

  /**
   * Returns whether a neuron gets nothing but its weighted input and its own states: no output goes
   * back. The operations of such neurons can be counted.
   */
  default boolean isFeedForward() {
    return !hasRecurrentWeights();
  }

  /**
   * Returns whether the states decay, which takes a multiplication a step where operations are
   * counted; by default wherever there are any.
   */
  default boolean isLeaking() {
    return states() > 0;
  }

  /**
   * Number of states that go from step to step besides the output; none by default. The first of
   * them is the one that can be read out: the membrane potential, or c of an LSTM.
   */
  default int states() {
    return 0;
  }

  /** Parameters of each neuron besides its weights and biases; none by default. */
  default List<NeuronParameter> parameters() {
    return List.of();
  }

  /**
   * Makes of the parameters, in place, what the two passes see as {@link CellRow#parameter}: decays
   * of logarithms, for instance. Done once for a whole sequence; by default nothing.
   *
   * @param parameters [parameters][neurons], within their ranges
   * @param n number of neurons
   */
  default void prepare(float[][] parameters, int n) {}

  /**
   * The backward pass of {@link #prepare}: makes of the gradients by what it made, in place, those
   * by the parameters; by default nothing.
   *
   * @param parameters as they were before it [parameters][neurons]
   * @param gradients [parameters][neurons]
   * @param n number of neurons
   */
  default void unprepare(float[][] parameters, float[][] gradients, int n) {}

  /**
   * Returns whether the forward pass replaces z by activated gates that the backward pass needs, so
   * that they must be kept instead of the pre-activations. By default z is left as it is.
   */
  default boolean keepsGates() {
    return false;
  }

  /**
   * Returns whether outputs are spikes or spike counts, mostly zero, as by default, so that it is
   * worth looking for the neurons that fire.
   */
  default boolean isSpiking() {
    return true;
  }

  /**
   * Largest absolute value of an initial input weight or bias; {@code 1 / sqrt(inputs)} by default,
   * as in PyTorch's linear layers. Recurrent ones start within {@code 1 / sqrt(neurons)}.
   */
  default double inputBound(long inputs, long neurons) {
    return 1 / Math.sqrt((double) inputs);
  }

  /**
   * Computes one step. Reads z, what is before the step, and the neuron parameters of {@code row};
   * writes {@link CellRow#hidden} and {@link CellRow#state}.
   *
   * @param row arrays of at least {@code n} entries, one a neuron
   * @param n number of neurons
   */
  void forward(CellRow row, int n);

  /**
   * Computes the backward pass of one step. Reads z (or the gates that {@link #forward} left
   * there), what is before the step, the neuron parameters, and the gradients {@link
   * CellRow#gradHidden} and {@link CellRow#gradState} by what is after the step. Replaces these two
   * by the gradients by what is before it; writes {@link CellRow#gradZ}, and {@link
   * CellRow#gradZRecurrent} unless the cell {@link #isMerged}; adds to {@link
   * CellRow#gradParameter}. What is after the step is not given: a cell that needs it computes it
   * once more.
   *
   * @param row arrays of at least {@code n} entries, one a neuron
   * @param n number of neurons
   */
  void backward(CellRow row, int n);
}
