package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;

/** Everything that PyTorch's recurrent cells and their spiking twins of SpikingJelly share. */
interface RecurrentCell extends NeuronCell {
  @Override
  default boolean hasRecurrentWeights() {
    return true;
  }

  /** As in PyTorch's and SpikingJelly's recurrent cells. */
  @Override
  default double inputBound(long inputs, long neurons) {
    return 1 / Math.sqrt((double) neurons);
  }

  /** Cells of PyTorch, which output numbers; their backward pass needs the activated gates. */
  interface Artificial extends RecurrentCell {
    @Override
    default boolean keepsGates() {
      return true;
    }

    @Override
    default boolean isSpiking() {
      return false;
    }
  }

  /** Gates in the order i, f, g, o; the state is c. */
  interface Lstm extends RecurrentCell {
    int I = 0;
    int F = 1;
    int G = 2;
    int O = 3;

    @Override
    default int gates() {
      return 4;
    }

    @Override
    default int states() {
      return 1;
    }

    /** {@code c_t = f c_{t-1} + i g}. */
    static void nextState(float[][] gates, CellRow row, int n) {
      float[] i = gates[I];
      float[] f = gates[F];
      float[] g = gates[G];
      float[] before = row.stateBefore[0];
      float[] c = row.state[0];
      for (int j = 0; j < n; j++) {
        c[j] = f[j] * before[j] + i[j] * g[j];
      }
    }
  }

  /** Gates in the order r, z, n, of which n gets its recurrent part through r. */
  interface Gru extends RecurrentCell {
    int R = 0;
    int Z = 1;
    int N = 2;

    @Override
    default int gates() {
      return 3;
    }

    @Override
    default boolean isMerged() {
      return false;
    }

    /** {@code h_t = (1 - z) n + z h_{t-1}}. */
    static void nextHidden(float[][] gates, CellRow row, int n) {
      float[] z = gates[Z];
      float[] candidate = gates[N];
      float[] before = row.hiddenBefore;
      float[] h = row.hidden;
      for (int j = 0; j < n; j++) {
        h[j] = (1f - z[j]) * candidate[j] + z[j] * before[j];
      }
    }
  }
}
