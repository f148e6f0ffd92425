package org.spiketrain.model.api;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.UserErrorException;

/**
 * A layer as {@code network.stack} writes it, {@code leaky(512, beta = 0.95)}, before it has its
 * position in a network. One of your own needs a DL4J layer over sequences and a {@link
 * LayerProvider} that declares its parameters.
 */
public interface StackLayer {
  /** All layers by name. */
  Registry<Factory<StackLayer>> REGISTRY = Registry.ofProviders("layer", LayerProvider.class);

  /**
   * Position of a layer in a network.
   *
   * @param input the network's input
   * @param classes number of classes
   * @param loss the network's loss
   * @param before the layer before; empty for the first
   * @param dropped whether dropout stands directly before
   */
  record LayerPlace(
      NetworkInput input, int classes, SequenceLoss loss, Optional<Layer> before, boolean dropped) {
    /** Returns whether it is the first layer, whose input nobody wants a gradient of. */
    public boolean isFirst() {
      return before.isEmpty();
    }
  }

  /**
   * The layer at its position: DL4J's configuration of it. A {@code DropoutLayer} becomes dropout
   * of the next layer's input; an output layer ends the stack.
   *
   * @throws UserErrorException if it cannot stand there
   */
  Layer at(LayerPlace place);
}
