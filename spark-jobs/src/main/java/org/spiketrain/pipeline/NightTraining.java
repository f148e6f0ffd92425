package org.spiketrain.pipeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameView;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.NightlySettings;
import org.spiketrain.nightly.NightlySettings.Start;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.results.NightRecord.Trained;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.train.TrainingJob;

/** The training of a night: a run as any other, on a view of the frames in its window. */
record NightTraining(
    SparkSession spark,
    ExperimentConfig config,
    NightFolder folder,
    ModelRegistry registry,
    NightListener listener,
    Renderer renderer,
    String night,
    NightPlan plan) {

  /**
   * What a training is made of.
   *
   * @param start what the network begins as, as a record has it
   * @param keys keys of the configuration that are the night's own
   */
  record Prepared(
      String start, int parts, long examples, Map<String, String> keys, List<String> notes) {}

  private NightlySettings.Training settings() {
    return config.nightly().training();
  }

  private OutputLayout layout() {
    return new OutputLayout(folder.run(night));
  }

  /** The file of the candidate, once it is trained. */
  Path model() {
    return layout().model();
  }

  /** Makes the view of the frames, and decides what the network begins as. */
  Prepared prepare() {
    List<PartFacts> all = folder.parts(plan.generation());
    List<Path> members = members(all);
    // A start before this one may have been stopped when it was there already.
    FileSystems.delete(folder.conf(), layout().frames());
    Manifest manifest =
        FrameView.write(spark, layout().frames().toString(), members, OutputMode.REFUSE_EXISTING);
    Map<String, String> keys = new LinkedHashMap<>(base(all).keys());
    List<String> notes = new ArrayList<>();
    String start = "scratch";
    if (settings().start() == Start.CHAMPION && plan.champion() > 0) {
      ModelVersion champion = registry.version(config.nightly().model(), plan.champion());
      try {
        new Frames(folder.conf(), layout().frames(), manifest)
            .checkContinues(
                ModelFile.read(folder.conf(), champion.modelFile()),
                champion.modelFile(),
                config.network());
        start = "models:/%s/%d".formatted(champion.model(), champion.number());
        keys.putAll(continued(start));
      } catch (UserErrorException e) {
        notes.add("trained from scratch, since the champion cannot go on: " + e.getMessage());
      }
    }
    return new Prepared(start, members.size(), manifest.totalTrained(), keys, notes);
  }

  private static PartFacts base(List<PartFacts> all) {
    return all.stream().filter(PartFacts::base).findFirst().orElseThrow();
  }

  private List<Path> members(List<PartFacts> all) {
    int days = settings().windowDays();
    LocalDate asOf = LocalDate.parse(plan.asOf());
    List<Path> members =
        all.stream()
            .filter(
                part ->
                    days == 0
                        || (part.base() && settings().windowBase())
                        || part.isWithin(days, asOf))
            .map(part -> folder.frames(plan.generation(), part.name()))
            .toList();
    if (members.isEmpty()) {
      throw new UserErrorException(
          "No data are of the %d days before %s: raise nightly.window-days, or set nightly.window-base = true"
              .formatted(days, asOf));
    }
    return members;
  }

  private Map<String, String> continued(String start) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("training.start-from", start);
    if (settings().continuedEpochs() > 0) {
      keys.put("training.examples", "0");
      keys.put("training.epochs", Double.toString(settings().continuedEpochs()));
      keys.put("training.least-minibatches", "0");
    }
    if (settings().continuedLearningRate() > 0) {
      keys.put(
          "training.updater.learning-rate", Double.toString(settings().continuedLearningRate()));
      keys.put("training.trials.learning-rates", "");
    }
    return keys;
  }

  /** Trains and evaluates, from the newest checkpoint where there is one. */
  Trained train(Prepared prepared) {
    Map<String, String> keys = new LinkedHashMap<>(prepared.keys());
    keys.put("output.path", folder.run(night).toString());
    keys.put("output.overwrite", "false");
    // A night is compared with the champion.
    keys.put("beside.networks", "");
    Experiment run = Experiment.open(spark, config.with(keys), listener, renderer);
    TrainingJob.Result result =
        run.holding(
            () -> {
              TrainingJob.Result trained = run.resumeTraining();
              run.evaluate(model(), layout().frames(), OutputMode.OVERWRITE);
              return trained;
            });
    return new Trained(
        prepared.start(),
        prepared.parts(),
        prepared.examples(),
        result.examples(),
        Double.isNaN(result.bestAccuracy()) ? 0 : result.bestAccuracy());
  }
}
