package org.spiketrain.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Ends jobs whose executors all end as they begin, such as on a full disk: Spark goes on to start
 * others for ever.
 */
final class StillbornExecutors extends SparkListener {
  /** As many as a standalone master lets end before they run (spark.deploy.maxExecutorRetries). */
  static final int MOST = 10;

  /** As Spark says of an executor that has registered, and cannot begin. */
  private static final String CANNOT_BEGIN = "Unable to create executor";

  private final ObjIntConsumer<String> cancel;
  private final Map<String, String> hosts = new HashMap<>();
  private final Set<Integer> jobs = new HashSet<>();
  private int inARow;
  private String last = "";

  /**
   * @param cancel ends a job for a reason
   */
  StillbornExecutors(ObjIntConsumer<String> cancel) {
    this.cancel = cancel;
  }

  static void watch(SparkContext context) {
    context.addSparkListener(
        new StillbornExecutors((reason, job) -> context.cancelJob(job, reason)));
  }

  @Override
  public void onJobStart(SparkListenerJobStart started) {
    jobs.add(started.jobId());
    if (inARow >= MOST) {
      cancel(started.jobId());
    }
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd ended) {
    jobs.remove(ended.jobId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    if (ended.taskInfo().successful()) {
      inARow = 0;
    }
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    hosts.put(added.executorId(), added.executorInfo().executorHost());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String host = hosts.remove(removed.executorId());
    if (removed.reason().contains(CANNOT_BEGIN)) {
      inARow++;
      last = "%s executor %s: %s".formatted(host, removed.executorId(), removed.reason());
      if (inARow >= MOST) {
        Set.copyOf(jobs).forEach(this::cancel);
      }
    }
  }

  private void cancel(int job) {
    cancel.accept(Messages.stillborn(inARow, last), job);
  }
}
