package org.spiketrain.model.layer;

import java.io.Serializable;

/**
 * A layer whose operations can be counted.
 *
 * @param kind what it does with the outputs of the layer before
 * @param neuron name of its neurons, such as {@code leaky}
 * @param inputs neurons of the layer before; of a convolution the inputs of a sentence
 * @param outputs neurons; of a convolution its columns, of which each has a neuron a position
 * @param states states of each neuron
 * @param leaking whether the neurons' potentials decay, which takes a multiplication a step
 * @param spiking whether it outputs spikes
 */
public record CountedLayer(
    Kind kind, String neuron, int inputs, int outputs, int states, boolean leaking, boolean spiking)
    implements Serializable {
  /** Operation of a layer on its input. */
  public enum Kind {
    /** Filters over the words of a sentence, with a neuron at each position. */
    CONVOLUTION,
    /** Neurons without weights that integrate what one column outputs at all positions. */
    POOLED,
    /** A weight from each input to each neuron. */
    DENSE
  }

  /** Name of the layer, such as {@code convolution(300)} or {@code leaky(10)}. */
  public String name() {
    String what =
        switch (kind) {
          case CONVOLUTION -> "convolution";
          case POOLED -> "pooled";
          case DENSE -> neuron;
        };
    return "%s(%d)".formatted(what, outputs);
  }
}
