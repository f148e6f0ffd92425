package org.spiketrain.job.train;

import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
import org.spiketrain.model.zoo.NetworkFactory;

/** Makes DL4J updaters of {@link UpdaterSettings}. */
final class UpdaterFactory {
  private UpdaterFactory() {}

  /**
   * The optimisation of a training of {@code steps} minibatches a worker.
   *
   * @throws UserErrorException if the updater's name is unknown
   */
  static NetworkFactory.Optimisation optimisation(UpdaterSettings settings, long steps) {
    IUpdater updater = updater(settings);
    Decay decay = Decay.valueOf(settings.schedule().name());
    long warmup = Math.round(settings.warmupShare() * steps);
    if (updater.hasLearningRate() && (decay != Decay.CONSTANT || warmup > 0)) {
      updater.setLrAndSchedule(
          settings.learningRate(),
          new LearningRateSchedule(settings.learningRate(), decay, warmup, steps));
    }
    return new NetworkFactory.Optimisation(
        updater, settings.weightDecay(), settings.gradientClip());
  }

  private static IUpdater updater(UpdaterSettings s) {
    double rate = s.learningRate();
    return switch (s.name()) {
      case "adam" -> new FusedAdam(rate, s.beta1(), s.beta2(), s.epsilon());
      case "lazy-adam" -> new FusedAdam(rate, s.beta1(), s.beta2(), s.epsilon()).lazily();
      case "sgd" -> new Sgd(rate);
      case "nesterovs" -> new Nesterovs(rate, s.beta1());
      case "ada-grad" -> new AdaGrad(rate, s.epsilon());
      case "ada-delta" -> new AdaDelta();
      case "ada-max" -> new AdaMax(rate, s.beta1(), s.beta2(), s.epsilon());
      case "ams-grad" -> new AMSGrad(rate, s.beta1(), s.beta2(), s.epsilon());
      case "nadam" -> new Nadam(rate, s.beta1(), s.beta2(), s.epsilon());
      case "rms-prop" -> new RmsProp(rate, s.beta2(), s.epsilon());
      default ->
          throw new UserErrorException(
              ("training.updater.name is '%s': expected adam, lazy-adam, sgd, nesterovs, ada-grad, ada-delta,"
                      + " ada-max, ams-grad, nadam or rms-prop")
                  .formatted(s.name()));
    };
  }
}
