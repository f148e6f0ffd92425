package org.spiketrain.train;

import java.util.Map;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.api.UpdaterProvider;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
import org.spiketrain.model.updater.Updaters;
import org.spiketrain.model.zoo.NetworkFactory;
import org.spiketrain.train.UpdaterSettings.LearningRate;
import org.spiketrain.train.UpdaterSettings.Moments;

/** Makes DL4J updaters of {@link UpdaterSettings}. */
final class UpdaterFactory {
  private UpdaterFactory() {}

  /** The optimisation of a training of {@code steps} minibatches a worker. */
  static NetworkFactory.Optimisation optimisation(UpdaterSettings settings, long steps) {
    IUpdater updater = updater(settings);
    LearningRate rate = settings.learningRate();
    long warmup = Math.round(rate.warmupFraction() * steps);
    if (updater.hasLearningRate() && (rate.decay() != Decay.CONSTANT || warmup > 0)) {
      // A rate that the name has, as in adam(0.01), goes before the key's.
      double peak = updater.getLearningRate(0, 0);
      updater.setLrAndSchedule(peak, schedule(peak, rate, warmup, steps));
    }
    return new NetworkFactory.Optimisation(
        updater, settings.weightDecay(), settings.gradientClip());
  }

  private static LearningRateSchedule schedule(
      double peak, LearningRate rate, long warmup, long steps) {
    long half = Math.max(1, (steps - warmup) / 2);
    return new LearningRateSchedule(peak, rate.decay(), warmup, steps)
        .shaped(rate.gamma(), rate.power(), rate.period() > 0 ? rate.period() : half);
  }

  private static IUpdater updater(UpdaterSettings settings) {
    Moments moments = settings.moments();
    return Updaters.make(
        settings.name(),
        Map.of(
            UpdaterProvider.LEARNING_RATE.name(), settings.learningRate().peak(),
            UpdaterProvider.BETA1.name(), moments.beta1(),
            UpdaterProvider.BETA2.name(), moments.beta2(),
            UpdaterProvider.EPSILON.name(), moments.epsilon()));
  }
}
