package org.spiketrain.model.zoo;

import java.io.Serializable;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;

/**
 * A spiking recurrent classifier of whole sequences.
 *
 * @param cell recurrent cell
 * @param hiddenSize cells a layer and direction, at least 1
 * @param layers recurrent layers, at least 1
 * @param direction whether each layer also runs from the last step to the first
 * @param members independent groups of cells side by side, each with its own readout: an ensemble
 *     trained in one go; at least 1
 * @param integrators leaky integrators beside the spiking cells of each member, at least 0
 * @param integratorBeta decay of their membrane potential, in [0, 1]
 * @param cellState what becomes of a spiking LSTM's cell state above 1
 * @param gateSurrogate surrogate of the gates, as {@code SurrogateGradient.parse} reads it
 * @param candidateSurrogate surrogate of the candidate gate (g or n)
 * @param inputDropout share of the input's spikes dropped in training, in [0, 1)
 * @param dropout share of each recurrent layer's outputs dropped in training, in [0, 1)
 * @param pooling how the last layer's spikes are read out over time
 * @param loss as {@code ClassificationLoss.parse} reads it
 */
public record NetworkSettings(
    Cell cell,
    int hiddenSize,
    int layers,
    Direction direction,
    int members,
    int integrators,
    double integratorBeta,
    CellState cellState,
    String gateSurrogate,
    String candidateSurrogate,
    double inputDropout,
    double dropout,
    Pooling pooling,
    String loss)
    implements Serializable {

  /** Which recurrent cell. */
  public enum Cell {
    SPIKING_LSTM,
    SPIKING_GRU,
    SPIKING_VANILLA_RNN
  }

  /** In which directions time is walked. */
  public enum Direction {
    FORWARD,
    BIDIRECTIONAL
  }
}
