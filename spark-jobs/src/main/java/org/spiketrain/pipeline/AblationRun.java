package org.spiketrain.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.train.TrainingProgress;

/** Runs the trials of an ablation one after the other, those that are not done yet. */
public final class AblationRun {
  private static final Logger LOG = LoggerFactory.getLogger(AblationRun.class);

  private final SparkSession spark;
  private final OutputLayout layout;
  private final AblationListener listener;
  private final Renderer renderer;
  private final Map<AnnTraining, OutputLayout> anns = new HashMap<>();
  private final Set<Path> fresh = new HashSet<>();

  public AblationRun(
      SparkSession spark, OutputLayout layout, AblationListener listener, Renderer renderer) {
    this.spark = spark;
    this.layout = layout;
    this.listener = listener;
    this.renderer = renderer;
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  /**
   * Runs all of them; a trial that fails does not keep the others from running. The tables are
   * replaced after each.
   *
   * @throws UserErrorException if the folder holds other files
   */
  public Ablation run(List<String> keys, List<PlannedTrial> trials) {
    new RunOutputs(conf(), layout).requireOwnAblation();
    List<TrialResult> results = new ArrayList<>();
    Ablation ablation = new Ablation(title(trials.size()), keys, results);
    for (PlannedTrial trial : trials) {
      TrialResult result = result(trial);
      results.add(result);
      listener.trialEnded(result, results.size(), trials.size());
      write(ablation);
    }
    return ablation;
  }

  private String title(int trials) {
    return "%s: %s"
        .formatted(Messages.plain(layout.root().toString()), Wording.counted(trials, "trial"));
  }

  private void write(Ablation ablation) {
    try (AtomicOutput out =
        AtomicOutput.directory(conf(), layout.ablation(), OutputMode.OVERWRITE)) {
      OutputFiles.write(conf(), out.staging(), ablation.files());
      OutputFiles.write(conf(), out.staging(), renderer.ablation(ablation));
      out.commit();
    }
  }

  private TrialResult result(PlannedTrial trial) {
    String name = trial.trial().name();
    Map<String, String> labels = trial.trial().labels();
    long seed = trial.config().training().settings().seed();
    try {
      runUnlessDone(trial);
      AnnTraining.of(trial).ifPresent(ann -> anns.putIfAbsent(ann, trial.layout()));
      TrialResult.Result result = TrialResult.Result.read(conf(), trial.layout());
      return new TrialResult(name, labels, seed, Optional.of(result), "");
    } catch (RuntimeException e) {
      // Whatever it is, the other trials may be spared it.
      if (!(e instanceof UserErrorException)) {
        LOG.warn("Trial {} failed", name, e);
      }
      return new TrialResult(name, labels, seed, Optional.empty(), Messages.of(e));
    }
  }

  private void runUnlessDone(PlannedTrial trial) {
    boolean overwrite = trial.config().output().mode() == OutputMode.OVERWRITE;
    Experiment experiment =
        Experiment.open(
            spark,
            trial.config(),
            trial.frames(),
            ExperimentListener.following(listener),
            renderer);
    if (overwrite) {
      experiment.outputs().remove(trial.layout().derivedFromFrames());
      if (!fresh.contains(trial.frames())) {
        RunOutputs.requireOwnFrames(conf(), trial.frames());
        experiment.preprocess();
        fresh.add(trial.frames());
      }
    } else if (trial.isDone(conf())) {
      LOG.info("Trial {} is done already", trial.trial().name());
      return;
    }
    giveAnn(trial);
    experiment.resume();
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
          .map(plan -> new AnnTraining(trial.frames(), plan.network(), plan.training()));
    }
  }

  /** Follows an ablation: called while a network is trained, and after each trial. */
  public interface AblationListener extends TrainingProgress {
    /** Called when a trial is over, with its number, from 1, and how many there are. */
    void trialEnded(TrialResult result, int number, int of);
  }
}
