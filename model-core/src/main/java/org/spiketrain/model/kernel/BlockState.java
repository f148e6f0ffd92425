package org.spiketrain.model.kernel;

import java.util.Arrays;

/**
 * Outputs and states of a block's neurons, or the gradients by them, of every example of a
 * minibatch: [batch][neurons of the block] and [states][batch][neurons of the block].
 */
final class BlockState {
  private final NeuronRange range;
  private float[][] hidden = new float[0][];
  private float[][][] state;

  BlockState(int states, NeuronRange range) {
    this.range = range;
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
      hidden = new float[batch][range.size()];
      state = new float[state.length][batch][range.size()];
    }
    for (int b = 0; b < batch; b++) {
      load(from.hidden(), b, hidden[b]);
      for (int s = 0; s < state.length; s++) {
        load(
            s < from.states().length ? from.states()[s] : RecurrentState.ZERO.hidden(),
            b,
            state[s][b]);
      }
    }
  }

  private void load(float[] ofLayer, int b, float[] target) {
    if (ofLayer.length == 0) {
      Arrays.fill(target, 0f);
    } else {
      int at = b * range.neurons() + range.first();
      System.arraycopy(ofLayer, at, target, 0, target.length);
    }
  }

  void clear(int b) {
    Arrays.fill(hidden[b], 0f);
    for (float[][] s : state) {
      Arrays.fill(s[b], 0f);
    }
  }

  /** Copies them into a layer's, [batch * neurons of the layer] each. */
  void copyTo(float[] layerHidden, float[][] layerStates, int batch) {
    for (int b = 0; b < batch; b++) {
      int at = b * range.neurons() + range.first();
      System.arraycopy(hidden[b], 0, layerHidden, at, range.size());
      for (int k = 0; k < state.length; k++) {
        System.arraycopy(state[k][b], 0, layerStates[k], at, range.size());
      }
    }
  }
}
