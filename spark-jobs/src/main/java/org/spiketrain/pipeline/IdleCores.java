package org.spiketrain.pipeline;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.train.TrainingSettings;

/**
 * Cores that a training leaves idle: a worker computes by as many as one task has.
 *
 * @param cores of all executors
 * @param executorCores of one executor as far as is known, which a task cannot have more of
 * @param workers of the training
 * @param batchSize examples of a minibatch
 * @param taskCores of each task ({@code spark.task.cpus})
 */
record IdleCores(int cores, int executorCores, int workers, int batchSize, int taskCores) {
  /** Examples of a minibatch that several cores would rather wait for each other with. */
  private static final int FEW_EXAMPLES = 8;

  static IdleCores of(SparkContext context, TrainingSettings.Rounds rounds) {
    int taskCores = context.getConf().getInt("spark.task.cpus", 1);
    int all = ClusterProcessors.count(context);
    return new IdleCores(
        all, ofExecutor(context, all), rounds.workers(), rounds.batchSize(), taskCores);
  }

  /** Of a standalone cluster each has what its machine has, where nothing else is said. */
  private static int ofExecutor(SparkContext context, int all) {
    if (context.isLocal()) {
      return all;
    }
    boolean standalone = context.master().startsWith("spark://");
    int usual = standalone ? all / Math.max(1, ClusterProcessors.executors(context).size()) : 1;
    return context.getConf().getInt("spark.executor.cores", usual);
  }

  /** How to use them; nothing where no worker could have one more, or it would not help. */
  Optional<String> hint() {
    int most = Math.min(executorCores, cores / workers);
    if (most <= taskCores || batchSize < FEW_EXAMPLES) {
      return Optional.empty();
    }
    String pattern =
        "training.workers = %d takes %d of %d cores: with --conf spark.task.cpus=%d each worker computes by %d cores, and trains the same parameters";
    return Optional.of(pattern.formatted(workers, workers * taskCores, cores, most, most));
  }
}
