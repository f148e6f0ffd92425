package org.spiketrain.pipeline;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.ClusterProcessors;

/**
 * Says what may be wrong where a standalone cluster or Kubernetes starts no executor: Spark waits
 * for ever for a machine that has the cores and the memory which were asked for.
 */
record ExecutorWait(SparkContext context) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWait.class);
  private static final String KUBERNETES = "k8s://";
  private static final int PATIENCE_SECONDS = 25;

  private static final String OF_WORKER =
      "of one worker: look at the master's page whether any has as much left";

  /** Looks after the executors of a context on these clusters, in a thread of its own. */
  static void watch(SparkContext context) {
    if (context.master().startsWith("spark://") || context.master().startsWith(KUBERNETES)) {
      Thread thread = new Thread(new ExecutorWait(context), "executors awaited");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!context.isStopped() && ClusterProcessors.executors(context).isEmpty() && isWanted()) {
      LOG.warn(missing(context.getConf()));
    }
  }

  private boolean isWanted() {
    return !ClusterProcessors.comeAndGo(context)
        || context.statusTracker().getActiveStageIds().length > 0;
  }

  static String missing(SparkConf conf) {
    boolean isKubernetes = conf.get("spark.master", "").startsWith(KUBERNETES);
    String cores = conf.get("spark.executor.cores", isKubernetes ? "1" : "all");
    String memory = conf.get("spark.executor.memory", "1g");
    return "No executor has started in %d s. Each wants %s %s and %s of memory %s, and ask for less with spark.executor.cores and spark.executor.memory"
        .formatted(
            PATIENCE_SECONDS,
            cores,
            cores.equals("1") ? "core" : "cores",
            memory,
            isKubernetes ? ofNode(conf) : OF_WORKER);
  }

  private static String ofNode(SparkConf conf) {
    return "with its overhead of one node: 'kubectl -n %s describe pods -l spark-role=executor' says whether any has as much left, or what else is missing"
        .formatted(conf.get("spark.kubernetes.namespace", "default"));
  }
}
