package org.spiketrain.model.kernel;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * The element-wise part of a recurrent cell: pure functions from the pre-activations and the state
 * before a step to the state after it, and the way back. The matrix products around it are the
 * kernel's.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface RecurrentCell extends Serializable {
  /** Number of gates, each with its own weights. */
  int gates();

  /**
   * Whether the gates see only the sum of input and recurrence, so that both matrix products can go
   * into one buffer.
   */
  default boolean isMerged() {
    return true;
  }

  /**
   * Whether the output goes back into the gates through weights; without them, recurrent weights
   * and bias do not exist.
   */
  default boolean hasRecurrentWeights() {
    return true;
  }

  /**
   * Number of states that go from step to step besides the output. The first of them is the one
   * that can be read out: the membrane potential, or c of an LSTM.
   */
  default int states() {
    return 0;
  }

  /** Number of parameters of each neuron besides its weights and biases. */
  default int neuronParameters() {
    return 0;
  }

  /**
   * Whether the forward pass replaces z by activated gates that the backward pass needs, so that
   * they must be kept instead of the pre-activations.
   */
  default boolean keepsGates() {
    return false;
  }

  /**
   * Whether outputs are spikes or spike counts, mostly zero, so that it is worth looking for the
   * neurons that fire.
   */
  default boolean isSpiking() {
    return true;
  }

  /**
   * Reads z, the state before and the neuron parameters from {@code row}, writes the state after.
   *
   * @param n number of neurons
   */
  void forward(CellRow row, int n);

  /**
   * Reads z, the state before, the neuron parameters and the gradients by the state after from
   * {@code row}; writes the gradients by z and by the state before, and adds the gradients by the
   * neuron parameters.
   *
   * @param n number of neurons
   */
  void backward(CellRow row, int n);
}
