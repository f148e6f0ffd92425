package org.spiketrain.train;

import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.updater.FusedSgd;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
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
      updater.setLrAndSchedule(rate.peak(), schedule(rate, warmup, steps));
    }
    return new NetworkFactory.Optimisation(
        updater, settings.weightDecay(), settings.gradientClip());
  }

  private static LearningRateSchedule schedule(LearningRate rate, long warmup, long steps) {
    long half = Math.max(1, (steps - warmup) / 2);
    return new LearningRateSchedule(rate.peak(), rate.decay(), warmup, steps)
        .shaped(rate.gamma(), rate.power(), rate.period() > 0 ? rate.period() : half);
  }

  private static IUpdater updater(UpdaterSettings settings) {
    double rate = settings.learningRate().peak();
    Moments s = settings.moments();
    return switch (settings.name()) {
      case ADAM -> new FusedAdam(rate, s.beta1(), s.beta2(), s.epsilon());
      case LAZY_ADAM -> new FusedAdam(rate, s.beta1(), s.beta2(), s.epsilon()).lazily();
      case SGD -> new FusedSgd(rate, 0);
      case MOMENTUM_SGD -> new FusedSgd(rate, s.beta1());
      case NESTEROVS -> new Nesterovs(rate, s.beta1());
      case ADA_GRAD -> new AdaGrad(rate, s.epsilon());
      case ADA_DELTA -> new AdaDelta(s.beta2(), s.epsilon());
      case ADA_MAX -> new AdaMax(rate, s.beta1(), s.beta2(), s.epsilon());
      case ADA_BELIEF -> new AdaBelief(rate, s.beta1(), s.beta2(), s.epsilon());
      case AMS_GRAD -> new AMSGrad(rate, s.beta1(), s.beta2(), s.epsilon());
      case NADAM -> new Nadam(rate, s.beta1(), s.beta2(), s.epsilon());
      case RMS_PROP -> new RmsProp(rate, s.beta2(), s.epsilon());
    };
  }
}
