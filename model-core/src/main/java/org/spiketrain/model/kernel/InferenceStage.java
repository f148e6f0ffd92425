package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A layer for inference: no history, one example at a time, so that batch scoring and single
 * answers agree bit for bit. Holds its own copy of the parameters; safe for use by several threads.
 */
@FunctionalInterface
public interface InferenceStage extends LayerPass, Serializable {
  /** Runs the layer over several examples; their outputs are those of one by one, bit for bit. */
  default List<float[][]> runAll(List<StageInput> inputs) {
    return inputs.stream().map(this::run).toList();
  }

  /**
   * Runs the layer over several examples and pools the outputs of each over time; likewise bit for
   * bit.
   *
   * @return for each example [outputs], empty where it has no time step
   */
  default List<float[]> poolAll(List<StageInput> inputs, Pooling pooling) {
    return runAll(inputs).stream().map(pooling::of).toList();
  }

  /** The layer over a long sequence by windows; empty, as by default, where it needs all of it. */
  default Optional<LayerPass> windows() {
    return Optional.empty();
  }
}
