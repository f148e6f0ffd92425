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
   * bit. An example without a time step has no outputs.
   *
   * @param taker takes them, for each example from the first to the last output
   */
  default void poolAll(List<StageInput> inputs, Pooling pooling, PooledTaker taker) {
    List<float[][]> sequences = runAll(inputs);
    for (int example = 0; example < sequences.size(); example++) {
      taker.take(example, 0, pooling.of(sequences.get(example)));
    }
  }

  /** Takes pooled outputs. */
  @FunctionalInterface
  interface PooledTaker {
    /**
     * @param example number of the example
     * @param first number of the first of these outputs
     * @param part some outputs that follow on each other; not to be changed, nor kept
     */
    void take(int example, int first, float[] part);
  }

  /** The layer over a long sequence by windows; empty, as by default, where it needs all of it. */
  default Optional<LayerPass> windows() {
    return Optional.empty();
  }
}
