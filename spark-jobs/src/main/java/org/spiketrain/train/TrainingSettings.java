package org.spiketrain.train;

import java.util.Optional;
import org.spiketrain.data.Split;
import org.spiketrain.model.frames.Augmentation;

/**
 * How a network is trained.
 *
 * @param workers partitions of the training data, each trained by one task, at least 1
 * @param batchSize examples a minibatch, at least 1
 * @param averagingFrequency minibatches a worker trains on between two averagings, at least 1
 * @param examples examples to train on, over all workers
 * @param evaluateEvery examples between two evaluations; where that is less than an epoch, the end
 *     of each epoch is evaluated too
 * @param evaluationSplit split that is evaluated during training: validation or test
 * @param watchedSplit another split whose loss and accuracy are recorded beside, and decide nothing
 * @param sampling how the examples of a minibatch are drawn
 * @param augmentation random changes of the training examples
 * @param updater how gradients become steps
 * @param outerMomentum momentum of the averaged parameters from round to round, in [0, 1); 0 is
 *     plain averaging
 * @param parameterDecay decay per minibatch of the running mean of the parameters that is evaluated
 *     and saved, in [0, 1); 0 takes the parameters themselves
 * @param patience evaluations without a better accuracy after which training stops; 0 never stops
 * @param keep which parameters become the model
 * @param checkpointEvery rounds between two checkpoints, at least 1
 * @param seed decides everything random
 */
public record TrainingSettings(
    int workers,
    int batchSize,
    int averagingFrequency,
    long examples,
    long evaluateEvery,
    Split evaluationSplit,
    Watched watchedSplit,
    Sampling sampling,
    Augmentation augmentation,
    UpdaterSettings updater,
    double outerMomentum,
    double parameterDecay,
    int patience,
    Keep keep,
    int checkpointEvery,
    long seed) {

  /**
   * How the artificial network is trained that the network of these settings begins as: by Adam at
   * a constant learning rate, evaluated each epoch, and the best one kept.
   *
   * @param batch examples a minibatch
   * @param averaging minibatches each worker trains on between two averagings
   * @param adam which form of Adam it is trained by
   * @param learningRate learning rate
   * @param weightDecay decoupled weight decay
   */
  public TrainingSettings pretraining(
      int batch,
      int averaging,
      UpdaterSettings.Updater adam,
      double learningRate,
      double weightDecay) {
    return new TrainingSettings(
        workers,
        batch,
        averaging,
        0,
        0,
        evaluationSplit,
        watchedSplit,
        Sampling.NATURAL,
        Augmentation.NONE,
        UpdaterSettings.adam(adam, learningRate, weightDecay),
        0,
        0,
        0,
        Keep.BEST,
        checkpointEvery,
        seed);
  }

  /** Which split is recorded beside the one that decides. */
  public enum Watched {
    NONE,
    VALIDATION,
    TEST;

    /** The split, if there is one. */
    public Optional<Split> split() {
      return this == NONE ? Optional.empty() : Optional.of(Split.valueOf(name()));
    }
  }

  /** How training examples are drawn. */
  public enum Sampling {
    /** A class uniformly, then one of its examples uniformly, with replacement. */
    CLASS_BALANCED,
    /** Every example once an epoch, in a new order each time. */
    NATURAL
  }

  /** Which parameters become the model. */
  public enum Keep {
    /** Those with the best accuracy on the evaluation split. */
    BEST,
    /** Those at the end. */
    LAST
  }
}
