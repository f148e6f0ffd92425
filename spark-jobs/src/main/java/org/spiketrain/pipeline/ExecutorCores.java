package org.spiketrain.pipeline;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.spiketrain.model.UserErrorException;

/**
 * Whether a task fits into the executors of a standalone cluster, which have the cores of their
 * machines where nothing else is said. Spark looks at the settings alone, and then waits forever.
 */
final class ExecutorCores extends SparkListener {
  private static final long LONGEST_MILLIS = 10_000;
  private static final long MORE_MILLIS = 2_000;

  private final List<Integer> cores = new CopyOnWriteArrayList<>();

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    cores.add(added.executorInfo().totalCores());
  }

  /**
   * Waits for the first executors, where a task takes several cores.
   *
   * @throws UserErrorException if none of them can run one
   */
  static void check(SparkContext context) {
    int needed = context.getConf().getInt("spark.task.cpus", 1);
    if (needed == 1 || !context.master().startsWith("spark://")) {
      return;
    }
    ExecutorCores listener = new ExecutorCores();
    context.addSparkListener(listener);
    try {
      long end = System.currentTimeMillis() + LONGEST_MILLIS;
      while (listener.cores.isEmpty() && System.currentTimeMillis() < end) {
        Thread.sleep(50);
      }
      if (listener.isTooSmall(needed)) {
        Thread.sleep(MORE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      context.removeSparkListener(listener);
    }
    check(listener.cores, needed);
  }

  private boolean isTooSmall(int needed) {
    return !cores.isEmpty() && cores.stream().allMatch(one -> one < needed);
  }

  static void check(List<Integer> cores, int needed) {
    OptionalInt most = cores.stream().mapToInt(Integer::intValue).max();
    if (most.isPresent() && most.getAsInt() < needed) {
      throw new UserErrorException(
          "spark.task.cpus is %d, but executors have %d of the cores, so that no task could ever run: lower spark.task.cpus, or give executors more (spark.executor.cores, a worker's --cores)"
              .formatted(needed, most.getAsInt()));
    }
  }
}
