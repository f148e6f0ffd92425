package org.spiketrain.model.zoo;

import java.io.Serializable;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;

/**
 * A classifier of whole sequences: spiking recurrent layers and a linear readout or, where there is
 * a stack, the layers of that and the loss on its outputs over time.
 *
 * @param stack layers from first to last as {@link LayerStack} reads them; empty for the spiking
 *     recurrent layers that the other settings describe
 * @param cell recurrent cell
 * @param hiddenSize cells a layer and direction, at least 1
 * @param layers recurrent layers, at least 1
 * @param direction whether each layer also runs from the last step to the first
 * @param members independent groups of cells side by side, each with its own readout: an ensemble
 *     trained in one go; at least 1
 * @param integrators leaky integrators beside the spiking cells of each member, at least 0
 * @param integratorBeta decay of their membrane potential, in [0, 1]
 * @param spikingNgrams longest n-grams whose channels the spiking cells read; the integrators read
 *     all; 0 for all
 * @param cellState what becomes of a spiking LSTM's cell state above 1
 * @param gateSurrogate surrogate of the gates, as {@code SurrogateGradient.parse} reads it
 * @param candidateSurrogate surrogate of the candidate gate (g or n)
 * @param dropout share of each recurrent layer's outputs dropped in training, in [0, 1)
 * @param pooling how the last layer's spikes are read out over time
 * @param loss as {@code ClassificationLoss.parse} reads it; with a stack {@code SequenceLoss.parse}
 */
public record NetworkSettings(
    String stack,
    Cell cell,
    int hiddenSize,
    int layers,
    Direction direction,
    int members,
    int integrators,
    double integratorBeta,
    int spikingNgrams,
    CellState cellState,
    String gateSurrogate,
    String candidateSurrogate,
    double dropout,
    Pooling pooling,
    String loss)
    implements Serializable {
  private static final SentenceSize ANY_SENTENCE = new SentenceSize(65_536, 1, 1);

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

  public NetworkSettings {
    // Models of earlier versions have none.
    stack = stack == null ? "" : stack;
  }

  /**
   * A stack of layers.
   *
   * @param stack the layers as {@link LayerStack} reads them
   * @param loss as {@code SequenceLoss.parse} reads it
   */
  public static NetworkSettings ofStack(String stack, String loss) {
    String surrogate = SurrogateGradient.standard().spec();
    return new NetworkSettings(
        stack,
        Cell.SPIKING_LSTM,
        1,
        1,
        Direction.FORWARD,
        1,
        0,
        0,
        0,
        CellState.UNBOUNDED,
        surrogate,
        surrogate,
        0,
        Pooling.LAST_STEP,
        loss);
  }

  /** Whether the layers are those of {@link #stack}. */
  public boolean isStack() {
    return !stack.isBlank();
  }

  /** Whether the network reads the numbers of words, whose rates it learns. */
  public boolean learnsWords() {
    return LayerStack.hasEmbedding(stack);
  }

  /** The same network behind its embedding, for rates. */
  public NetworkSettings behindEmbedding() {
    return ofStack(LayerStack.behindFirst(stack), loss);
  }

  /**
   * The same stack, if it can be read.
   *
   * @throws org.spiketrain.model.UserErrorException if it cannot
   */
  public static String checkedStack(String stack) {
    if (!stack.isBlank()) {
      var unused = LayerStack.parse(stack, 1, InputCoding.DENSE, ANY_SENTENCE);
    }
    return stack;
  }
}
