package org.spiketrain.model.kernel;

import java.util.Arrays;

/**
 * Outputs and states of a block's neurons, or the gradients by them, of every example of a
 * minibatch: [batch][neurons of the block] and [states][batch][neurons of the block].
 */
final class BlockState {
  private final int neurons;
  private final int first;
  private final int size;
  private float[][] hidden = new float[0][];
  private float[][][] state;

  /**
   * @param states states of a neuron
   * @param neurons neurons of the layer
   * @param first the block's first neuron
   * @param size number of neurons of the block
   */
  BlockState(int states, int neurons, int first, int size) {
    this.neurons = neurons;
    this.first = first;
    this.size = size;
    this.state = new float[states][0][];
  }

  float[][] hidden() {
    return hidden;
  }

  float[][][] state() {
    return state;
  }

  /** Takes over the block's part of a layer's state. */
  void load(RecurrentState from, int batch) {
    if (hidden.length < batch) {
      hidden = new float[batch][size];
      state = new float[state.length][batch][size];
    }
    for (int b = 0; b < batch; b++) {
      from.loadHidden(b, neurons, first, hidden[b]);
      for (int s = 0; s < state.length; s++) {
        from.loadState(s, b, neurons, first, state[s][b]);
      }
    }
  }

  /** Zeroes those of an example. */
  void clear(int b) {
    Arrays.fill(hidden[b], 0f);
    for (float[][] s : state) {
      Arrays.fill(s[b], 0f);
    }
  }

  /** Copies them into a layer's, [batch * neurons of the layer] each. */
  void copyTo(float[] layerHidden, float[][] layerStates, int batch) {
    for (int b = 0; b < batch; b++) {
      System.arraycopy(hidden[b], 0, layerHidden, b * neurons + first, size);
      for (int k = 0; k < state.length; k++) {
        System.arraycopy(state[k][b], 0, layerStates[k], b * neurons + first, size);
      }
    }
  }
}
