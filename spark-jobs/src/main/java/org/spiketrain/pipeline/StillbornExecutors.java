package org.spiketrain.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends jobs whose executors all end as they begin, such as on a full disk: Spark goes on to start
 * others for ever. Of each host the first is told; deploy/log4j2.properties leaves out what Spark
 * says of every one.
 */
final class StillbornExecutors extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(StillbornExecutors.class);

  /** As many as a standalone master lets end before they run (spark.deploy.maxExecutorRetries). */
  static final int MOST = 10;

  /** As Spark says of an executor that has registered, and cannot begin. */
  private static final String CANNOT_BEGIN = "Unable to create executor";

  private final ObjIntConsumer<String> cancel;
  private final Consumer<String> warn;
  private final Set<String> told = new HashSet<>();
  private final Map<String, String> hosts = new HashMap<>();
  private final Set<Integer> jobs = new HashSet<>();
  private int inARow;
  private String last = "";

  /**
   * @param cancel ends a job for a reason
   * @param warn says something while jobs go on
   */
  StillbornExecutors(ObjIntConsumer<String> cancel, Consumer<String> warn) {
    this.cancel = cancel;
    this.warn = warn;
  }

  static void watch(SparkContext context) {
    context.addSparkListener(
        new StillbornExecutors((reason, job) -> context.cancelJob(job, reason), LOG::warn));
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
      if (told.add(host)) {
        warn.accept(
            "On %s an executor has ended as it began (%s). Spark starts others; the command ends after %d such in a row"
                .formatted(host, removed.reason().lines().findFirst().orElse(""), MOST));
      }
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
