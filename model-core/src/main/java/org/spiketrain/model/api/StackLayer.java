package org.spiketrain.model.api;

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
   * The layer at its position: DL4J's configuration of it. A {@code DropoutLayer} becomes dropout
   * of the next layer's input; an output layer ends the stack.
   *
   * @throws UserErrorException if it cannot stand there
   */
  Layer at(LayerPlace place);
}
