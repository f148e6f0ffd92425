package org.spiketrain.model.kernel;

import java.io.Serializable;
import org.spiketrain.model.api.NeuronCell;

/**
 * Neurons that run over a sequence together, with parameters of their own.
 *
 * @param cell their equations
 * @param inputs how many of the leading input columns they read
 * @param neurons how many they are
 * @param direction order in which they run over the steps
 * @param output what of them goes to the next layer
 */
public record Unit(
    NeuronCell cell,
    int inputs,
    int neurons,
    RecurrentKernel.Direction direction,
    CellOutput output)
    implements Serializable {
  /** Columns of the output. */
  public int outputWidth() {
    return output.width(neurons);
  }

  /** Number of leading columns of the output that are spikes: those of all neurons, or none. */
  public int spikeColumns() {
    return cell.isSpiking() && output.hasOutput() ? neurons : 0;
  }
}
