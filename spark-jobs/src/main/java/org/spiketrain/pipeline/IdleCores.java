package org.spiketrain.pipeline;

import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * Cores that a training leaves idle: a worker computes by as many as one task has.
 *
 * @param cores of all executors
 * @param workers of the training
 * @param taskCores of each task ({@code spark.task.cpus})
 */
record IdleCores(int cores, int workers, int taskCores) {
  static IdleCores of(SparkContext context, int workers) {
    int taskCores = context.getConf().getInt("spark.task.cpus", 1);
    return new IdleCores(context.defaultParallelism(), workers, taskCores);
  }

  /** How to use them; nothing where each worker could not have at least one core more. */
  Optional<String> hint() {
    int most = cores / workers;
    if (most <= taskCores) {
      return Optional.empty();
    }
    String pattern =
        "training.workers = %d takes %d of %d cores: with --conf spark.task.cpus=%d each worker computes by %d cores, and trains the same parameters";
    return Optional.of(pattern.formatted(workers, workers * taskCores, cores, most, most));
  }
}
