package org.spiketrain.pipeline;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.ClusterProcessors;

/**
 * Says what may be wrong where a cluster starts no executor: Spark waits for ever for a machine
 * that has the cores and the memory which were asked for. Spark's own warning of it, which
 * deploy/log4j2.properties leaves out, comes again and again and says neither.
 */
record ExecutorWait(SparkContext context) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWait.class);
  private static final String KUBERNETES = "k8s://";
  private static final String YARN = "yarn";
  private static final int PATIENCE_SECONDS = 25;

  private static final String OF_WORKER =
      "of one worker: look at the master's page whether any has as much left";

  private static final String OF_YARN =
      "with its overhead of one node and of the queue (spark.yarn.queue): look at the ResourceManager's page whether any has as much left";

  /** Looks after the executors of a context on a cluster, in a thread of its own. */
  static void watch(SparkContext context) {
    if (!context.isLocal()) {
      Thread thread = new Thread(new ExecutorWait(context), "executors awaited");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      int waited = 0;
      while (waited < PATIENCE_SECONDS) {
        TimeUnit.SECONDS.sleep(1);
        if (context.isStopped() || hasExecutors()) {
          return;
        }
        waited = isWanted() ? waited + 1 : 0;
      }
      LOG.warn(missing(context.getConf()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasExecutors() {
    try {
      return !ClusterProcessors.executors(context).isEmpty();
    } catch (Exception e) { // Scala declares none of what a Spark throws that is being stopped.
      if (context.isStopped()) {
        return true;
      }
      throw e;
    }
  }

  private boolean isWanted() {
    return !ClusterProcessors.comeAndGo(context)
        || context.statusTracker().getActiveStageIds().length > 0;
  }

  static String missing(SparkConf conf) {
    String master = conf.get("spark.master", "");
    String cores = conf.get("spark.executor.cores", isOfMachines(master) ? "all" : "1");
    String memory = conf.get("spark.executor.memory", "1g");
    return "No executor has started in %d s. Each wants %s %s and %s of memory %s, and ask for less with spark.executor.cores and spark.executor.memory"
        .formatted(
            PATIENCE_SECONDS,
            cores,
            cores.equals("1") ? "core" : "cores",
            memory,
            isOfMachines(master) ? OF_WORKER : master.equals(YARN) ? OF_YARN : ofNode(conf));
  }

  /** Whether the cluster shares whole workers out, where nothing else is said. */
  private static boolean isOfMachines(String master) {
    return !master.startsWith(KUBERNETES) && !master.equals(YARN);
  }

  private static String ofNode(SparkConf conf) {
    return "with its overhead of one node: 'kubectl -n %s describe pods -l spark-role=executor' says whether any has as much left, or what else is missing"
        .formatted(conf.get("spark.kubernetes.namespace", "default"));
  }
}
