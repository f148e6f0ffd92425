package org.spiketrain.model.energy;

import java.io.Serializable;

/**
 * A layer of a text network as the study counts it.
 *
 * @param name what it is called, such as {@code 1: convolution(300)}
 * @param kind what it does with what the layer before gives on
 * @param inputs neurons of the layer before; of a convolution the inputs of a sentence
 * @param outputs neurons; of a convolution its columns, of which each has a neuron a place
 * @param leaking whether the neurons' potentials decay, which takes a multiplication a step; they
 *     do not where the decay is fixed at 1 (nothing is lost) or 0 (nothing is kept)
 * @param spiking whether it gives spikes on
 */
public record CountedLayer(
    String name, Kind kind, int inputs, int outputs, boolean leaking, boolean spiking)
    implements Serializable {
  /** What a layer does with its input. */
  public enum Kind {
    /** Filters over the words of a sentence, with a neuron at each place. */
    CONVOLUTION,
    /** Neurons without weights that integrate what one column gives on at all places. */
    POOLED,
    /** A weight from each input to each neuron. */
    DENSE
  }
}
