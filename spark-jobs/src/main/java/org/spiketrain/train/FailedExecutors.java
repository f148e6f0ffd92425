package org.spiketrain.train;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * The executors on which tasks of a job group have failed, as the jobs of a trial are one: what
 * fails on one machine, for its memory or its disk, may go well on another. It listens until it is
 * closed.
 */
final class FailedExecutors extends SparkListener implements AutoCloseable {
  private static final String GROUP = "spark.jobGroup.id";

  /** Names a job to this listener: Spark's own number of it is known only when it is over. */
  private static final String JOB = "spiketrain.slot.job";

  /** Spark tells what has happened a little later, of milliseconds mostly. */
  private static final int LONGEST_DELAY_SECONDS = 5;

  private final SparkContext context;
  private final Map<Integer, Properties> stages = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> failed = new ConcurrentHashMap<>();

  FailedExecutors(SparkContext context) {
    this.context = context;
    context.addSparkListener(this);
  }

  /** The job group of a task, if it has one. */
  static Optional<String> group(TaskContext task) {
    return Optional.ofNullable(task.getLocalProperty(GROUP));
  }

  /** Returns those of this thread's job group. */
  Set<String> ofThisGroup() {
    return Optional.ofNullable(context.getLocalProperty(GROUP)).map(failed::get).orElse(Set.of());
  }

  /** Runs a job of a single stage; if it fails, the executors where are known afterwards. */
  <T> T run(Supplier<T> job) {
    String name = UUID.randomUUID().toString();
    CountDownLatch end = new CountDownLatch(1);
    ends.put(name, end);
    context.setLocalProperty(JOB, name);
    boolean ended = false;
    try {
      T result = job.get();
      ended = true;
      return result;
    } finally {
      context.setLocalProperty(JOB, null);
      if (!ended) {
        await(end);
      }
      ends.remove(name);
    }
  }

  private static void await(CountDownLatch end) {
    try {
      // Not known in time, nothing but the preference for other executors is lost.
      boolean unused = end.await(LONGEST_DELAY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    Properties properties = submitted.properties();
    if (properties != null && properties.getProperty(GROUP) != null) {
      stages.put(submitted.stageInfo().stageId(), properties);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    Properties properties = stages.get(task.stageId());
    // Not one that was stopped, or that missed what another executor had lost.
    boolean isFailed =
        task.reason() instanceof TaskFailedReason reason && reason.countTowardsTaskFailures();
    if (properties != null && isFailed) {
      failed
          .computeIfAbsent(properties.getProperty(GROUP), group -> ConcurrentHashMap.newKeySet())
          .add(task.taskInfo().executorId());
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted completed) {
    Properties properties = stages.remove(completed.stageInfo().stageId());
    if (properties != null) {
      Optional.ofNullable(properties.getProperty(JOB))
          .map(ends::get)
          .ifPresent(CountDownLatch::countDown);
    }
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
