package org.spiketrain.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.data.Manifest;
import org.spiketrain.train.SlotTraining.Outcome;
import org.spiketrain.train.TrainingSettings.Course;

/**
 * Task slots, each of which takes a whole training: where there are as many trainings as slots,
 * none of them waits for another's round. The frames of those that ran last stay in the executors'
 * memory, since trainings often share them. What has failed on an executor is tried again on
 * another one, if there is one. May be used from several threads.
 */
public final class TaskSlots implements AutoCloseable {
  /** Where trainings are computed. */
  public enum Placement {
    /** Small ones in a task slot each, others by their workers all over the cluster. */
    AUTO,
    /** All in a task slot each, whose frames are small. */
    TASK,
    /** All by their workers all over the cluster. */
    CLUSTER
  }

  /** No slots for whole trainings. */
  public static final TaskSlots NONE = new TaskSlots(Placement.CLUSTER, Integer.MAX_VALUE);

  /** Bytes of compressed Parquet; in memory they are some times that. */
  private static final long SMALL_FRAMES = 16L << 20;

  /** Parameters; up to six times as many floats are sent and brought back. */
  private static final long SMALL_NETWORK = 2L << 20;

  /** So many still come back as the result of one task. */
  private static final long LARGEST_NETWORK = 16L << 20;

  /**
   * Examples times parameters times time steps: half a minute of one core where inputs are sparse,
   * as those of names are, some minutes where they are not. Of a longer training the workers gain
   * more than their rounds cost, and the last ones of an ablation leave slots idle for long.
   */
  private static final double SMALL_WORK = 2e12;

  /** Frames that are kept though no training is at work on them. */
  private static final int KEPT = 2;

  /** As much of a training is lost with its task, or where the driver is killed. */
  private static final long LONGEST_TASK_NANOS = 60_000_000_000L;

  private final Placement placement;
  private final long longestTaskNanos;
  private final Semaphore spread;
  private final Map<Dealt, Shards> shards = new LinkedHashMap<>(16, 0.75f, true);
  private Optional<FailedExecutors> failures = Optional.empty();

  /**
   * @param spreadAtOnce trainings that are computed all over the cluster at a time, at least 1;
   *     more wait for them
   */
  public TaskSlots(Placement placement, int spreadAtOnce) {
    this(placement, spreadAtOnce, LONGEST_TASK_NANOS);
  }

  TaskSlots(Placement placement, int spreadAtOnce, long longestTaskNanos) {
    this.placement = placement;
    this.spread = new Semaphore(spreadAtOnce);
    this.longestTaskNanos = longestTaskNanos;
  }

  /** Frames as they are dealt out to the workers of a training, and to its evaluations. */
  private record Dealt(String frames, String fingerprint, int workers, String splits) {}

  /** Returns whether a training of these frames may be tried in a slot. */
  boolean mayTake(Manifest manifest) {
    return placement != Placement.CLUSTER && manifest.bytes() <= SMALL_FRAMES;
  }

  /**
   * Size of a training.
   *
   * @param examples examples to train on
   * @param parameters of its network
   * @param timeSteps of the longest example
   */
  record Size(long examples, long parameters, int timeSteps) {}

  /** Returns whether a training is as small as a slot takes it. */
  boolean takes(Size size) {
    double work = (double) size.examples * size.parameters * size.timeSteps;
    return placement == Placement.TASK
        ? size.parameters <= LARGEST_NETWORK
        : work <= SMALL_WORK && size.parameters <= SMALL_NETWORK;
  }

  /**
   * A place all over the cluster; waits while there are as many trainings as may be.
   *
   * @param workforce is told which executors the trial has failed on
   */
  TrainingPlace spread(
      JavaSparkContext context, Function<Supplier<Set<String>>, SparkWorkforce> workforce) {
    spread.acquireUninterruptibly();
    try {
      // What is trained by itself is not tried again.
      Supplier<Set<String>> failed = this == NONE ? Set::of : failures(context)::ofThisGroup;
      return new Spread(workforce.apply(failed), spread);
    } catch (RuntimeException e) {
      spread.release();
      throw e;
    }
  }

  /** Listens from the first training on. */
  private FailedExecutors failures(JavaSparkContext context) {
    synchronized (shards) {
      FailedExecutors listening = failures.orElseGet(() -> new FailedExecutors(context.sc()));
      failures = Optional.of(listening);
      return listening;
    }
  }

  private record Spread(SparkWorkforce workforce, Semaphore among) implements TrainingPlace {
    @Override
    public TrainingState train(Trainer trainer, TrainingState from) {
      trainer.run(from);
      return from;
    }

    @Override
    public void close() {
      try {
        workforce.close();
      } finally {
        among.release();
      }
    }
  }

  /** The frames of a training, kept for others until it closes them. */
  Shards shards(
      JavaSparkContext context,
      String frames,
      Manifest manifest,
      TrainingSettings settings,
      Supplier<SlotWorkforce> read) {
    Course course = settings.course();
    Dealt dealt =
        new Dealt(
            frames,
            manifest.framesFingerprint(),
            settings.rounds().workers(),
            course.evaluationSplit() + " " + course.watchedSplit());
    Shards taken;
    synchronized (shards) {
      FailedExecutors listening = failures(context);
      taken = shards.computeIfAbsent(dealt, one -> new Shards(context, listening));
      taken.users++;
    }
    try {
      taken.read(read);
      return taken;
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  /** Frees the executors' memory. */
  @Override
  public void close() {
    synchronized (shards) {
      shards.values().forEach(Shards::destroy);
      shards.clear();
      failures.ifPresent(FailedExecutors::close);
      failures = Optional.empty();
    }
  }

  private void tidy() {
    List<Dealt> idle = new ArrayList<>();
    shards.forEach(
        (dealt, one) -> {
          if (one.users == 0) {
            idle.add(dealt);
          }
        });
    // The ones that were used last come last.
    idle.subList(0, Math.max(0, idle.size() - KEPT)).forEach(one -> shards.remove(one).destroy());
  }

  /** Frames of one or several trainings, sent to the executors once. */
  final class Shards implements TrainingPlace {
    private final JavaSparkContext context;
    private final FailedExecutors failures;
    private int users;
    private Optional<SlotWorkforce> workforce = Optional.empty();
    private Optional<Broadcast<SlotWorkforce>> sent = Optional.empty();

    private Shards(JavaSparkContext context, FailedExecutors failures) {
      this.context = context;
      this.failures = failures;
    }

    private synchronized void read(Supplier<SlotWorkforce> read) {
      if (workforce.isEmpty()) {
        workforce = Optional.of(read.get());
      }
    }

    @Override
    public SlotWorkforce workforce() {
      return workforce.orElseThrow();
    }

    private synchronized Broadcast<SlotWorkforce> sent() {
      if (sent.isEmpty()) {
        sent = Optional.of(context.broadcast(workforce()));
      }
      return sent.get();
    }

    @Override
    public TrainingState train(Trainer trainer, TrainingState from) {
      return trainer.runBy(this::train, from);
    }

    private TrainingState train(SlotTraining training) {
      Broadcast<SlotWorkforce> frames = sent();
      Broadcast<SlotTraining> begun = context.broadcast(training);
      long longest = longestTaskNanos;
      try {
        // Spark tries a task again where it failed, if nothing else is free.
        JavaRDD<Outcome> outcome =
            PreferredPlaces.notOn(context, failures.ofThisGroup())
                .map(only -> begun.value().train(frames.value(), longest));
        return failures.run(outcome::collect).get(0).orRefuse();
      } finally {
        begun.destroy();
      }
    }

    @Override
    public void close() {
      synchronized (shards) {
        users--;
        tidy();
      }
    }

    private void destroy() {
      sent.ifPresent(Broadcast::destroy);
    }
  }
}
