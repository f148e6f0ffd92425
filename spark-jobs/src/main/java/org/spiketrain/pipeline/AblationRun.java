package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.sweep.Halving;
import org.spiketrain.sweep.SharedWork;
import org.spiketrain.sweep.Sweep;
import org.spiketrain.sweep.SweepSettings;
import org.spiketrain.train.TaskSlots;
import org.spiketrain.train.TaskSlots.Placement;
import org.spiketrain.train.TrainingProgress;

/**
 * Runs the trials of an ablation that are not done yet, several at a time: while one of them
 * averages, evaluates or writes, the others keep the task slots busy. Each is a run as any other,
 * whose result does not depend on what runs beside it.
 */
public final class AblationRun {
  private static final Logger LOG = LoggerFactory.getLogger(AblationRun.class);

  /** A trial's parameters, the workers' results and their sum, of a network of a usual size. */
  private static final long DRIVER_BYTES = 128L << 20;

  /** Jobs are cancelled where one trial stops all: the others see it within seconds. */
  private static final int LONGEST_END_SECONDS = 60;

  private static final Map<Placement, String> WHERE =
      Map.of(
          Placement.AUTO, "the small ones each in one task slot, the others all over the cluster",
          Placement.TASK, "each in one task slot",
          Placement.CLUSTER, "each by its workers all over the cluster");

  private final SparkSession spark;
  private final Configuration conf;
  private final OutputLayout layout;
  private final AblationListener listener;
  private final Renderer renderer;
  private final TrialRun runner;
  private final Set<PlannedTrial> failedOnce = ConcurrentHashMap.newKeySet();

  public AblationRun(
      SparkSession spark, OutputLayout layout, AblationListener listener, Renderer renderer) {
    this.spark = spark;
    this.conf = spark.sessionState().newHadoopConf();
    this.layout = layout;
    this.listener = listener;
    this.renderer = renderer;
    this.runner = new TrialRun(spark, renderer);
  }

  /**
   * Runs all of them; a trial that fails does not keep the others from running. The tables are
   * replaced as trials end.
   *
   * @param trials the sweep's, at least one
   * @throws UserErrorException if the folder holds other files
   */
  public Ablation run(Sweep sweep, List<PlannedTrial> trials) {
    new RunOutputs(conf, layout).requireOwnAblation();
    tidyFrames();
    try (AblationTables tables = new AblationTables(conf, layout, renderer, sweep.keys(), trials)) {
      List<PlannedTrial> left = trials;
      for (double cut : sweep.settings().halving().cuts()) {
        run(left, cut, tables::put, sweep.settings());
        left = promoted(left, cut, tables, sweep.settings().halving());
      }
      run(left, 1, tables::put, sweep.settings());
      return tables.finish();
    }
  }

  /**
   * Runs trials to their ends, and writes nothing but them.
   *
   * @param results is given what becomes of each, by several threads
   */
  void runAll(
      SweepSettings settings,
      List<PlannedTrial> trials,
      BiConsumer<PlannedTrial, TrialResult> results) {
    tidyFrames();
    run(trials, 1, results, settings);
  }

  /** Nobody else makes frames there: whoever runs trials has the lease of the folder. */
  private void tidyFrames() {
    AtomicOutput.tidy(conf, layout.frames(), name -> true);
  }

  /** Runs trials until each has seen this fraction of its examples, at 1 to the end. */
  private void run(
      List<PlannedTrial> some,
      double until,
      BiConsumer<PlannedTrial, TrialResult> results,
      SweepSettings settings) {
    if (some.isEmpty()) {
      return;
    }
    // Finished ones go first: they take no time, and the tables have them soon.
    Map<Boolean, List<PlannedTrial>> byLeft =
        some.stream().collect(Collectors.partitioningBy(this::isLeft));
    Placement placement = placement(byLeft.get(true).size(), settings);
    int parallel = settings.parallel();
    int slotCount = ClusterProcessors.slots(spark.sparkContext());
    int atOnce = Math.min(some.size(), parallel > 0 ? parallel : atOnce(some, placement));
    LOG.info(
        "{}{}, {} at a time on {}{}, {}",
        Wording.counted(some.size(), "trial"),
        until < 1 ? ", to %s of their examples".formatted(Wording.percent(until)) : "",
        atOnce,
        Wording.counted(slotCount, "task slot"),
        atOnce == slotCount + 1 ? ", busy while one more reads or writes" : "",
        WHERE.get(placement));
    SharedWork<PlannedTrial> work =
        new SharedWork<>(
            Stream.of(byLeft.get(false), byLeft.get(true)).flatMap(List::stream).toList(),
            TrialRun::needs);
    AtomicInteger over = new AtomicInteger();
    int spread = atOnce(some, Placement.CLUSTER);
    try (TaskSlots slots = new TaskSlots(placement, spread)) {
      Heat heat = new Heat(some.size(), until, work, over, slots);
      inThreads(atOnce, () -> work(heat, results));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** Does the same in several threads at a time, none of which is left behind. */
  private static void inThreads(int count, Work work)
      throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        all.add(
            threads.submit(
                () -> {
                  work.run();
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
      if (!threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Some trials do not end");
      }
    }
  }

  /** Trials that run to the same cut. */
  private record Heat(
      int trials,
      double until,
      SharedWork<PlannedTrial> work,
      AtomicInteger over,
      TaskSlots slots) {}

  /** Fewer trials than there are slots would leave some idle, one a slot. */
  private Placement placement(int trials, SweepSettings settings) {
    return settings.placement() == Placement.AUTO
            && trials < ClusterProcessors.slots(spark.sparkContext())
        ? Placement.CLUSTER
        : settings.placement();
  }

  private boolean isLeft(PlannedTrial trial) {
    try {
      return trial.config().output().mode() == OutputMode.OVERWRITE || !trial.isDone(conf);
    } catch (UserErrorException e) {
      // Refused when its turn comes.
      return false;
    }
  }

  /**
   * As many as keep the task slots busy, and one more for the time that each spends in the driver.
   */
  private int atOnce(List<PlannedTrial> trials, Placement placement) {
    int slots = ClusterProcessors.slots(spark.sparkContext());
    int workers =
        placement != Placement.CLUSTER
            ? 1
            : trials.stream()
                .flatMap(trial -> trial.config().trainings().stream())
                .mapToInt(training -> training.settings().rounds().workers())
                .min()
                .orElseThrow();
    long held = Runtime.getRuntime().maxMemory() / DRIVER_BYTES;
    return (int) Math.max(1, Math.min(held, 1 + (slots + workers - 1) / workers));
  }

  private void work(Heat heat, BiConsumer<PlannedTrial, TrialResult> results)
      throws InterruptedException {
    SharedWork<PlannedTrial> work = heat.work;
    try {
      for (Optional<PlannedTrial> next = work.next(); next.isPresent(); next = work.next()) {
        PlannedTrial trial = next.get();
        Optional<TrialResult> result = attempt(trial, heat);
        result.ifPresent(
            ended -> {
              results.accept(trial, ended);
              // One after the other, so that their numbers are told in order.
              synchronized (heat) {
                listener.trialEnded(ended, heat.over.incrementAndGet(), heat.trials);
              }
              work.ended(trial);
            });
      }
    } catch (Throwable e) {
      // Not of a trial, but of all: the folder is another run's now, or Spark has ended.
      work.stop();
      throw e;
    }
  }

  /** Returns what became of a trial, nothing if it is to be tried again. */
  private Optional<TrialResult> attempt(PlannedTrial trial, Heat heat) {
    String name = trial.trial().name();
    spark.sparkContext().setJobGroup(name, name, false);
    try {
      runner.run(trial, heat.until, heat.slots, listener.training(name), heat.work::made);
      return Optional.of(trial.result(conf, heat.until));
    } catch (Throwable e) { // An error of one trial, such as of its memory, spares the others.
      FatalErrors.rethrow(e);
      // Spark's methods, which are Scala's, throw checked exceptions that they do not declare.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (Thread.currentThread().isInterrupted() || spark.sparkContext().isStopped()) {
        throw e;
      }
      // Whatever it is, the other trials may be spared it.
      boolean ours = Messages.fixable(e).isPresent();
      if (Messages.mayPass(e) && failedOnce.add(trial)) {
        LOG.warn("Trial {} failed and is tried again: {}", name, Messages.of(e), ours ? null : e);
        heat.work.again(trial);
        return Optional.empty();
      }
      if (!ours) {
        LOG.warn("Trial {} failed", name, e);
      }
      return Optional.of(trial.failed(Messages.of(e)));
    } finally {
      spark.sparkContext().clearJobGroup();
    }
  }

  private List<PlannedTrial> promoted(
      List<PlannedTrial> trials, double cut, AblationTables tables, Halving halving) {
    List<PlannedTrial> promoted =
        halving.promoted(
            trials,
            trial -> Ablation.settings(trial.trial().labels()),
            trial -> tables.of(trial).cut().map(TrialResult.Cut::accuracy).orElse(Double.NaN));
    LOG.info(
        "{} of {} go on after {} of their examples",
        promoted.size(),
        Wording.counted(trials.size(), "trial"),
        Wording.percent(cut));
    return promoted;
  }

  /**
   * Follows an ablation, from several threads: while networks are trained, and after each trial.
   */
  public interface AblationListener {
    /** Returns what follows a trial's trainings. */
    TrainingProgress training(String trial);

    /** Called when a trial is over, with how many are, and how many there are. */
    void trialEnded(TrialResult result, int number, int of);
  }
}
