package org.spiketrain.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.api.UpdaterProvider;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
import org.spiketrain.model.updater.Updaters;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * Settings of the optimiser: how gradients become steps.
 *
 * @param name which updater, as {@code training.updater.name} writes it: {@code adam}
 * @param weightDecay decoupled weight decay of the weights (not the biases), at least 0
 * @param gradientClip largest L2 norm of a layer's gradient; 0 for no limit
 * @param neuronFactor what the learning rate is multiplied by for the learned parameters of
 *     neurons, above 0
 */
public record UpdaterSettings(
    String name,
    @JsonUnwrapped LearningRate learningRate,
    @JsonUnwrapped Moments moments,
    double weightDecay,
    double gradientClip,
    double neuronFactor)
    implements Serializable {

  /**
   * The learning rate over a training.
   *
   * @param peak peak learning rate, above 0
   * @param decay how it moves after the warm-up
   * @param gamma factor or steepness of the schedules that have one, above 0
   * @param power exponent of the schedules that have one, above 0
   * @param period minibatches of the schedules that have a period; 0 for half the training's
   * @param warmupFraction fraction of all steps over which it rises from 0, in [0, 1)
   * @param scale factor of all rates, at least 1; above 1 the warm-up takes a tenth of all steps or
   *     more
   */
  public record LearningRate(
      @JsonProperty("learningRate") double peak,
      @JsonProperty("schedule") Decay decay,
      @JsonProperty("scheduleGamma") double gamma,
      @JsonProperty("schedulePower") double power,
      @JsonProperty("schedulePeriod") long period,
      double warmupFraction,
      @JsonProperty("learningRateScale") double scale)
      implements Serializable {
    /** Share of the steps in which a rate that is scaled up is reached (Goyal et al. 2017). */
    private static final double SCALED_WARMUP = 0.1;

    /** Beyond that nothing was measured to gain by it (docs/DISTRIBUTED.md). */
    private static final double LARGEST_SCALE = 8;

    /**
     * The factor by which a rate that suits some workers is multiplied for more of them: linear, as
     * that of large minibatches (Goyal et al. 2017, "Accurate, large minibatch SGD"), for a round's
     * average moves once where one worker would have moved as often as there are workers.
     *
     * @param chosenFor workers that the rate was chosen for; 0 never scales
     * @return from 1 to 8
     */
    public static double scaleFor(int workers, int chosenFor) {
      return chosenFor == 0
          ? 1
          : Math.min(LARGEST_SCALE, Math.max(1, workers / (double) chosenFor));
    }

    /** This rate with another factor. */
    public LearningRate times(double factor) {
      return new LearningRate(peak, decay, gamma, power, period, warmupFraction, factor);
    }

    private LearningRate peaking(double other) {
      return new LearningRate(other, decay, gamma, power, period, warmupFraction, scale);
    }

    private long warmup(long steps) {
      double fraction = scale > 1 ? Math.max(SCALED_WARMUP, warmupFraction) : warmupFraction;
      return Math.round(fraction * steps);
    }
  }

  /**
   * Means over past gradients.
   *
   * @param beta1 decay of the gradient's mean (momentum of momentum-sgd and nesterovs), in [0, 1)
   * @param beta2 decay of the squared gradient's mean, in [0, 1)
   * @param epsilon added to denominators, above 0
   */
  public record Moments(double beta1, double beta2, double epsilon) implements Serializable {
    /** Those of the paper on Adam (Kingma and Ba 2015). */
    public static final Moments DEFAULT = new Moments(0.9, 0.999, 1e-8);
  }

  /**
   * Returns Adam (AdamW with weight decay) at a learning rate that is constant once it is reached,
   * with the default moments.
   *
   * @param adam which of its forms, adam or lazy-adam
   * @param scale factor of the learning rate, at least 1
   */
  public static UpdaterSettings adam(
      String adam, double learningRate, double scale, double weightDecay) {
    LearningRate constant = new LearningRate(learningRate, Decay.CONSTANT, 1, 1, 0, 0, scale);
    return new UpdaterSettings(adam, constant, Moments.DEFAULT, weightDecay, 0, 1);
  }

  /** These settings with another peak of the learning rate. */
  UpdaterSettings at(double peak) {
    return new UpdaterSettings(
        name, learningRate.peaking(peak), moments, weightDecay, gradientClip, neuronFactor);
  }

  /**
   * Returns the optimisation of a training of so many minibatches a worker, which adds this to the
   * scores of the classes.
   */
  NetworkSettings.Optimisation optimisation(long steps, List<Double> logitOffsets) {
    Optional<IUpdater> ofNeurons =
        neuronFactor == 1 ? Optional.empty() : Optional.of(updater(steps, neuronFactor));
    return new NetworkSettings.Optimisation(
        updater(steps, 1), weightDecay, gradientClip, logitOffsets, ofNeurons);
  }

  private IUpdater updater(long steps, double factor) {
    IUpdater updater =
        Updaters.make(
            name,
            Map.of(
                UpdaterProvider.LEARNING_RATE.name(), learningRate.peak,
                UpdaterProvider.BETA1.name(), moments.beta1,
                UpdaterProvider.BETA2.name(), moments.beta2,
                UpdaterProvider.EPSILON.name(), moments.epsilon));
    long warmup = learningRate.warmup(steps);
    if (updater.hasLearningRate()
        && (learningRate.decay != Decay.CONSTANT
            || warmup > 0
            || learningRate.scale > 1
            || factor != 1)) {
      // A rate that the name has, as in adam(0.01), goes before the key's.
      double peak = updater.getLearningRate(0, 0) * learningRate.scale * factor;
      long half = Math.max(1, (steps - warmup) / 2);
      updater.setLrAndSchedule(
          peak,
          new LearningRateSchedule(
              peak,
              learningRate.decay,
              warmup,
              steps,
              learningRate.gamma,
              learningRate.power,
              learningRate.period > 0 ? learningRate.period : half));
    }
    return updater;
  }
}
