package org.spiketrain.model.kernel;

import java.util.Arrays;

/**
 * Outputs and states of all neurons before the first step of each window, off the heap: what the
 * forward pass keeps of a window that is run again.
 */
final class BorderStates {
  private final int neurons;
  private final NativeBuffer hidden = new NativeBuffer();
  private final NativeBuffer[] states;
  private int batch;

  BorderStates(int states, int neurons) {
    this.neurons = neurons;
    this.states = new NativeBuffer[states];
    Arrays.setAll(this.states, k -> new NativeBuffer());
  }

  void reserve(int windows, int newBatch) {
    batch = newBatch;
    long floats = (long) windows * batch * neurons;
    hidden.reserve(floats);
    for (NativeBuffer state : states) {
      state.reserve(floats);
    }
  }

  void keep(int window, BlockState from, int firstNeuron) {
    for (int b = 0; b < batch; b++) {
      int at = at(window, b, firstNeuron);
      hidden.store(at, from.hidden()[b]);
      for (int k = 0; k < states.length; k++) {
        states[k].store(at, from.state()[k][b]);
      }
    }
  }

  void putBack(int window, BlockState to, int firstNeuron) {
    for (int b = 0; b < batch; b++) {
      int at = at(window, b, firstNeuron);
      hidden.load(at, to.hidden()[b]);
      for (int k = 0; k < states.length; k++) {
        states[k].load(at, to.state()[k][b]);
      }
    }
  }

  private int at(int window, int b, int firstNeuron) {
    return (window * batch + b) * neurons + firstNeuron;
  }
}
