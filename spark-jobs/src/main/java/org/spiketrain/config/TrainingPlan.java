package org.spiketrain.config;

import org.spiketrain.train.TrainingSettings;

/**
 * A training whose length may be told in passes over data that is not known yet.
 *
 * @param settings its examples are 0 where epochs count, its evaluate-every is 0 where each pass is
 *     evaluated
 * @param epochs passes over the training examples, above 0
 */
public record TrainingPlan(TrainingSettings settings, double epochs) {
  /**
   * The settings for these data.
   *
   * @param trainExamples number of training examples, at least 1
   */
  public TrainingSettings forExamples(long trainExamples) {
    long all = Math.max(1, Math.round(epochs * trainExamples));
    return new TrainingSettings(
        settings.workers(),
        settings.batchSize(),
        settings.averagingFrequency(),
        settings.examples() > 0 ? settings.examples() : all,
        settings.evaluateEvery() > 0 ? settings.evaluateEvery() : trainExamples,
        settings.evaluationSplit(),
        settings.watchedSplit(),
        settings.sampling(),
        settings.augmentation(),
        settings.updater(),
        settings.outerMomentum(),
        settings.parameterDecay(),
        settings.patience(),
        settings.keep(),
        settings.checkpointEvery(),
        settings.seed());
  }
}
