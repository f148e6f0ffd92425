package org.spiketrain.model.zoo;

/** Observer of the outputs of a network's layers while it answers. */
@FunctionalInterface
public interface LayerObserver {
  /** Looks at nothing. */
  LayerObserver NOBODY = (layer, output) -> {};

  /**
   * A layer has run over an example.
   *
   * @param layer its number, from 0
   * @param output [time][width]; the network goes on with it, so it is not to be changed
   */
  void observe(int layer, float[][] output);
}
