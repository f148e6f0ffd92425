package org.spiketrain.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.train.TrainingJob;

/**
 * The training of a network that a run has beside others on the same frames.
 *
 * @param manifest of the frames
 */
record MemberTraining(Manifest manifest, Experiment member) {
  private static final Logger LOG = LoggerFactory.getLogger(MemberTraining.class);
  private static final Set<String> DECIDING = Set.of("network", "conversion", "training", "seed");

  /**
   * Trains it, unless it is a resumption and an earlier run has.
   *
   * @param start of one that is not complete
   */
  TrainingJob.Result trained(TrainingJob.Start start) {
    Optional<TrainingJob.Result> before =
        start == TrainingJob.Start.RESUME ? complete() : Optional.empty();
    if (before.isPresent()) {
      LOG.info("It is trained already: {}", member.layout().model());
      return before.get();
    }
    return member.train(start == TrainingJob.Start.OVERWRITE ? TrainingJob.Start.FRESH : start);
  }

  /** What an earlier run made of the same member; a training that is not over has no model. */
  private Optional<TrainingJob.Result> complete() {
    Configuration conf = member.hadoop();
    OutputLayout own = member.layout();
    if (!RunOutputs.exists(conf, own.model())) {
      return Optional.empty();
    }
    ModelProvenance made = ModelFile.read(conf, own.model()).provenance();
    if (!deciding(made.configuration()).equals(deciding(member.config().recipe()))
        || !made.framesFingerprint().equals(manifest.framesFingerprint())) {
      return Optional.empty();
    }
    TrainingHistory history = ModelFile.history(conf, own.model());
    long examples = made.training().getOrDefault("examples", 0L);
    return Optional.of(
        new TrainingJob.Result(
            history,
            Double.NaN,
            Optional.empty(),
            "",
            examples,
            examples,
            history.last().map(HistoryRow::seconds).orElse(0.0)));
  }

  /** Keys that decide what a training on the same frames gives. */
  private static Map<String, String> deciding(String recipe) {
    Map<String, String> keys = ExperimentConfig.entriesWithDefaults(recipe);
    keys.keySet().removeIf(key -> !DECIDING.contains(key.split("\\.", 2)[0]));
    return keys;
  }
}
