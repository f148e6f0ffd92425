package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.layer.SequenceReadout;

/**
 * A classifier of whole sequences.
 *
 * @param stack its layers, as {@code network.stack} writes them
 * @param loss its loss, as {@link SequenceLoss#parse} reads it, unless the stack's readout names
 *     one; empty for cross entropy
 */
public record NetworkSettings(String stack, String loss) implements Serializable {
  private static final String EMBEDDING = "embedding";
  private static final String STANDARD_LOSS = "cross-entropy";

  /** Takes absent settings, of models of earlier versions, for empty ones. */
  public NetworkSettings {
    stack = stack == null ? "" : stack;
    loss = loss == null ? "" : loss;
  }

  /** Returns whether the network reads the numbers of words, whose rates it learns. */
  public boolean learnsWords() {
    return LayerStack.names(stack).contains(EMBEDDING);
  }

  /** Returns whether a layer normalises its input over the minibatch. */
  public boolean hasBatchNorm() {
    return LayerStack.has(stack, "batch-norm");
  }

  /** The same network behind its embedding, for rates. */
  public NetworkSettings behindEmbedding() {
    return new NetworkSettings(LayerStack.behindFirst(stack), loss);
  }

  /** The loss, where the stack's readout names none. */
  SequenceLoss defaultLoss() {
    return SequenceLoss.parse(loss.isBlank() ? STANDARD_LOSS : loss);
  }

  /**
   * These settings, if they can be read.
   *
   * @param input the largest input that there may be
   * @throws UserErrorException if they cannot
   */
  public NetworkSettings checked(NetworkInput input) {
    List<Layer> layers = LayerStack.parse(stack, input, 1, defaultLoss());
    SequenceLoss own =
        SequenceReadout.lossOf(layers.get(layers.size() - 1)).orElseGet(this::defaultLoss);
    if (!loss.isBlank() && !own.equals(defaultLoss())) {
      throw new UserErrorException(
          "network.loss is %s, but the readout names %s: leave one of them out"
              .formatted(loss, own.spec()));
    }
    return this;
  }
}
