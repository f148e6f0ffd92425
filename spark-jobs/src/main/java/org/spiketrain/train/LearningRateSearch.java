package org.spiketrain.train;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.Split;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

/**
 * Tries learning rates for a training, each by a short training of its own below {@code
 * learning-rates/} of the output. What one has ended with is kept there, so that a run that goes on
 * repeats none that is over.
 *
 * @param whole the training that a learning rate is looked for
 */
public record LearningRateSearch(TrainingJob whole, LearningRateTrials trials) {
  private static final Logger LOG = LoggerFactory.getLogger(LearningRateSearch.class);

  /**
   * Makes the trials that have not been made.
   *
   * @return scores on the evaluation split that each learning rate's trial has ended with, without
   *     those that have diverged; nothing where there are no trials
   * @throws UserErrorException if all have diverged, there are no examples to choose by, or those
   *     that were made before are of another training
   */
  public SortedMap<Double, SplitScores> run(TrainingJob.Start start) {
    TriedRates made = start == TrainingJob.Start.RESUME ? before() : none();
    if (trials.isEmpty()) {
      return new TreeMap<>();
    }
    checkEvaluationSplit();
    for (double rate : trials.rates()) {
      if (!made.has(rate)) {
        LOG.info("Trying a learning rate of {}", rate);
        made = tried(made, rate, start);
        made.write(whole.files().conf(), file());
      }
    }
    if (made.ended().isEmpty()) {
      throw new UserErrorException(
          "The trials of all learning rates have diverged: lower training.trials.learning-rates or set training.updater.gradient-clip, and train again in another output.path");
    }
    return new TreeMap<>(made.ended());
  }

  private TriedRates tried(TriedRates made, double rate, TrainingJob.Start start) {
    TrainingJob trial =
        whole.with(whole.files().learningRate(rate), trials.trial(whole.plan().training(), rate));
    try {
      return made.with(rate, trial.run(start).history().last().orElseThrow().evaluation());
    } catch (DivergedException e) {
      LOG.warn("The trial of a learning rate of {} has diverged, and is out", rate);
      return made.withDiverged(rate);
    }
  }

  private Path file() {
    return whole.files().layout().triedRates();
  }

  private TriedRates none() {
    return TriedRates.of(whole.withoutLearningRate(), trials);
  }

  /** Refuses what was made for another training, and trials of one that began without them. */
  private TriedRates before() {
    TriedRates none = none();
    TrainingStage stage = whole.plan().stage();
    Optional<TriedRates> made = TriedRates.read(whole.files().conf(), file());
    if (made.isPresent()) {
      none.requireSame(made.get(), file(), stage);
      return made.get();
    }
    whole
        .newestCheckpoint()
        .ifPresent(begun -> none.requireSame(none.withoutTrials(), begun, stage));
    return none;
  }

  private void checkEvaluationSplit() {
    Split split = whole.plan().training().course().evaluationSplit();
    if (whole.manifest().total(split) == 0) {
      throw new UserErrorException(
          "The %s split of %s has no examples, by which training.trials.learning-rates could be chosen: preprocess with a larger fraction for it, or set training.updater.learning-rate and no trials"
              .formatted(split.label(), whole.frames()));
    }
  }
}
