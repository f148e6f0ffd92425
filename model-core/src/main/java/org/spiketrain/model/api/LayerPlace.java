package org.spiketrain.model.api;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Position of a layer in a network.
 *
 * @param input the network's input
 * @param classes number of classes
 * @param loss the network's loss
 * @param before the layer before; empty for the first
 * @param dropped whether dropout stands directly before
 */
public record LayerPlace(
    NetworkInput input, int classes, SequenceLoss loss, Optional<Layer> before, boolean dropped) {
  /** Returns whether it is the first layer, whose input nobody wants a gradient of. */
  public boolean isFirst() {
    return before.isEmpty();
  }
}
