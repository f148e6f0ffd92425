package org.spiketrain.model.frames;

import java.util.SplittableRandom;
import org.nd4j.linalg.dataset.DataSet;

/** Lays examples of a shard out as DL4J's {@code DataSet}, time-major in memory. */
@FunctionalInterface
public interface MinibatchSource {
  /**
   * Assembles one minibatch.
   *
   * @param examples indices of the examples in the shard
   * @param random decides the random changes of examples, where there are any
   */
  DataSet of(int[] examples, SplittableRandom random);
}
