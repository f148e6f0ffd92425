package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.AblationLayout;
import org.spiketrain.results.LocalPaths;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.TrialResult;
import org.spiketrain.train.TrainingProgress;

/** Runs the trials of an ablation one after the other, those that are not done yet. */
public final class AblationRun {
  private static final Logger LOG = LoggerFactory.getLogger(AblationRun.class);

  private final SparkSession spark;
  private final AblationLayout layout;
  private final AblationListener listener;
  private final Renderer renderer;
  private final AnnCache anns;
  private final Set<Path> fresh = new HashSet<>();

  /**
   * An ablation in a folder.
   *
   * @param layout where everything goes
   * @param listener follows it
   * @param renderer draws charts and pages
   */
  public AblationRun(
      SparkSession spark, AblationLayout layout, AblationListener listener, Renderer renderer) {
    this.spark = spark;
    this.layout = layout;
    this.listener = listener;
    this.renderer = renderer;
    this.anns = new AnnCache(conf());
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  /**
   * Runs all of them; a trial that fails does not keep the others from running. The tables are
   * replaced after each.
   *
   * @param keys keys of the grid
   * @throws UserErrorException if the folder holds other files
   */
  public Ablation run(List<String> keys, List<PlannedTrial> trials) {
    layout.check(conf());
    List<TrialResult> results = new ArrayList<>();
    Ablation ablation = new Ablation(title(trials.size()), keys, results);
    for (PlannedTrial trial : trials) {
      TrialResult result = result(trial);
      results.add(result);
      listener.trialEnded(result, results.size(), trials.size());
      layout.write(conf(), ablation, renderer);
    }
    return ablation;
  }

  private String title(int trials) {
    return "%s: %s"
        .formatted(LocalPaths.plain(layout.root().toString()), Wording.counted(trials, "trial"));
  }

  private TrialResult result(PlannedTrial trial) {
    String name = trial.trial().name();
    Map<String, String> labels = trial.trial().labels();
    long seed = trial.config().training().settings().seed();
    try {
      runUnlessDone(trial);
      anns.add(trial);
      TrialResult.Result result = TrialResult.Result.read(conf(), trial.layout());
      return new TrialResult(name, labels, seed, Optional.of(result), "");
    } catch (RuntimeException e) {
      // Whatever it is, the other trials may be spared it.
      if (!(e instanceof UserErrorException)) {
        LOG.warn("Trial {} failed", name, e);
      }
      return new TrialResult(name, labels, seed, Optional.empty(), ErrorMessages.of(e));
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
        AblationLayout.checkFrames(conf(), trial.frames());
        experiment.preprocess();
        fresh.add(trial.frames());
      }
    } else if (trial.isDone(conf())) {
      LOG.info("Trial {} is done already", trial.trial().name());
      return;
    }
    anns.give(trial);
    experiment.resume();
  }

  /** Follows an ablation: called while a network is trained, and after each trial. */
  public interface AblationListener extends TrainingProgress {
    /**
     * Called when a trial is over.
     *
     * @param number the trial's number, from 1
     * @param of number of trials
     */
    void trialEnded(TrialResult result, int number, int of);
  }
}
