package org.spiketrain.data.io;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import scala.collection.Iterator;

/**
 * The processors of an application's executors. A standalone master starts the application before
 * any of them is there, and Spark then counts two, whatever the cluster has.
 */
public final class ClusterProcessors {
  /** After the start of an application it is not waited for longer: busy machines need a while. */
  private static final long LONGEST_MILLIS = 60_000;

  /** Executors of other machines come at about the same time. */
  private static final long SETTLED_MILLIS = 1_500;

  private static final long LOOK_MILLIS = 50;
  private static final int UNKNOWN = Integer.MAX_VALUE;
  private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*(\\d+)");
  private static final String EXECUTOR_CORES = "spark.executor.cores";

  /** Contexts whose executors have come. */
  private static final Set<SparkContext> SETTLED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private ClusterProcessors() {}

  /**
   * Returns how many there are, from 1, when the executors had the time to come; where executors
   * come and go with the work, how many there may be, if that is said.
   */
  public static int count(SparkContext context) {
    if (comeAndGo(context)) {
      SparkConf conf = context.getConf();
      int most = conf.getInt("spark.dynamicAllocation.maxExecutors", 0);
      return Math.max(context.defaultParallelism(), most * conf.getInt(EXECUTOR_CORES, 1));
    }
    if (SETTLED.add(context) && isAwaited(context)) {
      await(context);
    }
    return Math.max(1, context.defaultParallelism());
  }

  /** Returns how many tasks run at a time, from 1. */
  public static int slots(SparkContext context) {
    return Math.max(1, count(context) / context.getConf().getInt("spark.task.cpus", 1));
  }

  /** Returns whether executors are asked for when there is work, and given back when not. */
  public static boolean comeAndGo(SparkContext context) {
    return context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
  }

  /** Other managers begin when most executors are there. */
  private static boolean isAwaited(SparkContext context) {
    return context.master().startsWith("spark://") || context.master().startsWith("local-cluster");
  }

  private static void await(SparkContext context) {
    int wanted = wanted(context);
    int before = 0;
    long since = System.currentTimeMillis();
    try {
      while (System.currentTimeMillis() < context.startTime() + LONGEST_MILLIS) {
        int there = executors(context).size();
        if (there != before) {
          before = there;
          since = System.currentTimeMillis();
        }
        boolean settled = there > 0 && System.currentTimeMillis() >= since + SETTLED_MILLIS;
        if (there >= wanted || (settled && wanted == UNKNOWN)) {
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Executors that there will be, where that is known. */
  private static int wanted(SparkContext context) {
    Matcher cluster = LOCAL_CLUSTER.matcher(context.master());
    return cluster.lookingAt() && !isLimited(context.getConf())
        ? Integer.parseInt(cluster.group(1))
        : UNKNOWN;
  }

  private static boolean isLimited(SparkConf conf) {
    return conf.contains("spark.cores.max") || conf.contains(EXECUTOR_CORES);
  }

  /** Returns the executors that are there, by host and port, without the driver. */
  public static Set<String> executors(SparkContext context) {
    return new TreeSet<>(ids().stream().map(BlockManagerId::hostPort).toList());
  }

  /** Returns the executors that are there, in no order, without the driver. */
  public static List<BlockManagerId> ids() {
    List<BlockManagerId> executors = new ArrayList<>();
    Iterator<BlockManagerId> all =
        SparkEnv.get().blockManager().master().getMemoryStatus().keysIterator();
    while (all.hasNext()) {
      BlockManagerId one = all.next();
      if (!one.isDriver()) {
        executors.add(one);
      }
    }
    return executors;
  }
}
