package org.spiketrain.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.ReadingSession;
import org.spiketrain.evaluate.SharedBaselines;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.train.TaskSlots;
import org.spiketrain.train.TrainingPausedException;
import org.spiketrain.train.TrainingProgress;

/**
 * Runs trials of an ablation, each in the thread that calls: what several of them need, frames,
 * ANNs and baselines, is made by one and taken over by the others.
 */
final class TrialRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrialRun.class);

  private final SparkSession spark;
  private final Renderer renderer;
  private final Map<AnnTraining, OutputLayout> anns = new ConcurrentHashMap<>();
  private final SharedBaselines baselines = new SharedBaselines();
  private final Set<Path> fresh = ConcurrentHashMap.newKeySet();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  TrialRun(SparkSession spark, Renderer renderer) {
    this.spark = spark;
    this.renderer = renderer;
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  /** Returns what a trial needs that others need too: its frames, and the ANN that it begins as. */
  static Set<?> needs(PlannedTrial trial) {
    return Stream.concat(Stream.of(trial.frames()), AnnTraining.of(trial).stream())
        .collect(Collectors.toSet());
  }

  /**
   * Runs a trial, unless it has been run, until it has seen a fraction of its examples, at 1 to the
   * end.
   *
   * @param slots take its trainings, if they are small
   * @param made is told of each of its needs when it is there
   */
  void run(
      PlannedTrial trial,
      double until,
      TaskSlots slots,
      TrainingProgress progress,
      Consumer<Object> made) {
    boolean overwrite = trial.config().output().mode() == OutputMode.OVERWRITE;
    boolean done = !overwrite && trial.isDone(conf());
    if (done) {
      LOG.info("Trial {} is done already", trial.trial().name());
      passOn(trial, made);
      // The cut is at a fraction of the examples, which the frames tell.
      if (until == 1 || trial.hasFrames(conf())) {
        return;
      }
    }
    // Settings of a session are changed while some tables are read.
    SparkSession own = ReadingSession.settingsOf(spark);
    AtomicLong cut = new AtomicLong(Long.MAX_VALUE);
    TrialListener listener = new TrialListener(progress, () -> annMade(trial, made), cut);
    Experiment experiment =
        Experiment.open(
            own, trial.config(), trial.frames(), listener, renderer, new Shared(slots, baselines));
    if (overwrite) {
      clear(trial, experiment);
    }
    if (!trial.hasFrames(conf())) {
      // Some of them are there where a sweep was killed.
      removeFrames(trial);
      LOG.info("{}: making frames", trial.trial().name());
      experiment.preprocess();
    }
    made.accept(trial.frames());
    if (!done) {
      train(trial, until, experiment, cut);
    }
  }

  /** Takes away what other sweeps have left, once in this one. */
  private void clear(PlannedTrial trial, Experiment experiment) {
    if (begun.add(trial.trial().name())) {
      experiment.outputs().remove(trial.layout().derivedFromFrames());
    }
    if (fresh.add(trial.frames())) {
      removeFrames(trial);
    }
  }

  private void removeFrames(PlannedTrial trial) {
    RunOutputs.requireOwnFrames(conf(), trial.frames());
    // Trials beside this one tidy up the folder of all frames: none is replaced under their eyes.
    FileSystems.delete(conf(), trial.frames());
  }

  private void train(PlannedTrial trial, double until, Experiment experiment, AtomicLong cut) {
    giveAnn(trial);
    if (until < 1) {
      cut.set(trial.examplesAt(conf(), until));
    }
    try {
      if (until == 1 || !experiment.restoreHistory(cut.get())) {
        experiment.resume();
      }
    } catch (TrainingPausedException e) {
      LOG.info("{}: {}", trial.trial().name(), e.getMessage());
    }
  }

  /** Announces what a finished trial has left for others; what was deleted another one makes. */
  private void passOn(PlannedTrial trial, Consumer<Object> made) {
    if (trial.hasFrames(conf())) {
      made.accept(trial.frames());
    }
    if (RunOutputs.exists(conf(), trial.layout().artificial().model())) {
      annMade(trial, made);
    }
  }

  private void annMade(PlannedTrial trial, Consumer<Object> made) {
    AnnTraining.of(trial)
        .ifPresent(
            ann -> {
              anns.putIfAbsent(ann, trial.layout());
              made.accept(ann);
            });
  }

  /**
   * Copies the ANN of another trial that trained it the same way, which is the same to the last
   * bit; its training is resumed where it ended.
   */
  private void giveAnn(PlannedTrial trial) {
    Path target = trial.layout().artificial().root();
    AnnTraining.of(trial)
        .map(anns::get)
        .filter(from -> !RunOutputs.exists(conf(), target))
        .ifPresent(from -> copy(from.artificial().root(), target));
  }

  private void copy(Path from, Path to) {
    try (AtomicOutput out = AtomicOutput.directory(conf(), to, OutputMode.REFUSE_EXISTING)) {
      FileSystem source = FileSystems.of(conf(), from);
      FileSystem target = FileSystems.of(conf(), to);
      for (FileStatus one : source.listStatus(from)) {
        Path copied = new Path(out.staging(), one.getPath().getName());
        FileUtil.copy(source, one.getPath(), target, copied, false, conf());
      }
      out.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from + " to " + to, e);
    }
  }

  /** All that decides an ANN. */
  private record AnnTraining(Path frames, NetworkSettings network, TrainingPlan plan) {
    static Optional<AnnTraining> of(PlannedTrial trial) {
      return trial
          .config()
          .conversion()
          // Members train ANNs of their own.
          .filter(unused -> trial.config().committee().isEmpty())
          .map(plan -> new AnnTraining(trial.frames(), plan.network(), plan.training()));
    }
  }

  /** Passes on the progress of the trainings, and says when the ANN is there. */
  private record TrialListener(TrainingProgress progress, Runnable annTrained, AtomicLong cut)
      implements ExperimentListener {
    @Override
    public void round(long examples, long total) {
      progress.round(examples, total);
    }

    @Override
    public void evaluated(HistoryRow row) {
      progress.evaluated(row);
    }

    @Override
    public long pausesAt() {
      return cut.get();
    }

    @Override
    public void artificialTrained() {
      annTrained.run();
    }

    @Override
    public void ended() {
      progress.ended();
    }
  }
}
