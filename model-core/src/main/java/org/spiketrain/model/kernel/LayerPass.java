package org.spiketrain.model.kernel;

/** A layer that is run over one example, or over the windows of one by one thread. */
@FunctionalInterface
public interface LayerPass {
  /** Runs the layer over an example or its next window; returns its output [time][width]. */
  float[][] run(StageInput input);
}
