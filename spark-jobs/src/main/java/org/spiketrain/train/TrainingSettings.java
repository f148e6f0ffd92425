package org.spiketrain.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.Optional;
import org.spiketrain.data.Split;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.layer.Recomputation;

/**
 * Settings of a training. Checkpoints keep them as flat JSON, by whose names differences are
 * reported.
 *
 * @param rounds how workers train and are averaged
 * @param course how long, and what is evaluated meanwhile
 * @param balance how much classes count whose numbers of examples differ
 * @param seed decides everything random
 * @param blasKernel kernel of matrix products, as OpenBLAS names it, or {@code auto}; a checkpoint
 *     has the one that was taken
 */
public record TrainingSettings(
    @JsonUnwrapped Rounds rounds,
    @JsonUnwrapped Course course,
    @JsonUnwrapped ClassBalance balance,
    Augmentation augmentation,
    UpdaterSettings updater,
    long seed,
    @JsonIgnore String blasKernel)
    implements Serializable {
  /** As many workers as there can be. */
  public static final int MOST_WORKERS = 65_536;

  /** Minibatches of each worker, all of them whole, that so many examples are. */
  public static long minibatches(long examples, int workers, int batchSize) {
    long step = (long) workers * batchSize;
    long whole = examples / step;
    return examples % step == 0 ? whole : whole + 1;
  }

  /**
   * Rounds of training and averaging.
   *
   * @param workers partitions of the training data, each trained by one task, at least 1
   * @param batchSize examples a minibatch, at least 1
   * @param lengths minibatches of each round
   * @param outer how a round's average becomes the next parameters
   * @param exchange what workers and driver tell each other
   * @param parameterDecay decay of the running mean of the parameters that is evaluated, in [0, 1);
   *     0 evaluates the parameters themselves
   * @param recompute what workers compute twice to need less memory; it changes no result but by
   *     rounding, so that a training goes on with another one
   */
  public record Rounds(
      int workers,
      int batchSize,
      @JsonUnwrapped RoundLengths lengths,
      @JsonUnwrapped OuterStep outer,
      @JsonUnwrapped Exchange exchange,
      double parameterDecay,
      @JsonIgnore Recomputation recompute)
      implements Serializable {}

  /**
   * Length of a training and its evaluations.
   *
   * @param examples examples to train on, over all workers; 0 where the network it begins as is
   *     kept
   * @param evaluateEvery examples between two evaluations; where that is less than an epoch, the
   *     end of each epoch is evaluated too
   * @param evaluations evaluations over the whole training, evenly spread, instead of those by
   *     examples; 0 for these
   * @param evaluationSplit split that is evaluated during training: validation or test
   * @param watchedSplit another split whose loss and accuracy are recorded too, and decide nothing
   * @param patience evaluations without a better one after which training stops; 0 never stops
   * @param keep which parameters become the model
   * @param checkpointEvery rounds between two checkpoints
   * @param shownAnswers number of examples whose answers are told at each evaluation; it changes
   *     nothing of a training, so that one goes on with another number
   */
  public record Course(
      long examples,
      long evaluateEvery,
      int evaluations,
      Split evaluationSplit,
      Watched watchedSplit,
      int patience,
      Keep keep,
      int checkpointEvery,
      @JsonIgnore int shownAnswers)
      implements Serializable {}

  /**
   * Returns these settings for data of a known size.
   *
   * @param examples examples to train on where the settings have 0
   * @param epoch examples between two evaluations where the settings have 0
   * @param evaluations over the whole training where the settings have no examples between two; 0
   *     for one an epoch
   */
  public TrainingSettings lasting(long examples, long epoch, int evaluations) {
    boolean isByExamples = course.evaluateEvery > 0;
    return over(
        course.examples > 0 ? course.examples : examples,
        isByExamples ? course.evaluateEvery : epoch,
        isByExamples ? 0 : evaluations);
  }

  /** Returns these settings with another length, evaluated at its end alone. */
  TrainingSettings shortened(long examples) {
    return over(examples, course.evaluateEvery, 1);
  }

  private TrainingSettings over(long examples, long evaluateEvery, int evaluations) {
    Course other =
        new Course(
            examples,
            evaluateEvery,
            evaluations,
            course.evaluationSplit,
            course.watchedSplit,
            course.patience,
            course.keep,
            course.checkpointEvery,
            course.shownAnswers);
    return new TrainingSettings(rounds, other, balance, augmentation, updater, seed, blasKernel);
  }

  /** Returns these settings with another peak of the learning rate. */
  public TrainingSettings at(double learningRate) {
    return new TrainingSettings(
        rounds, course, balance, augmentation, updater.at(learningRate), seed, blasKernel);
  }

  /**
   * Returns settings for the ANN that the network of these settings begins as: trained by Adam at a
   * constant learning rate, evaluated each epoch, and the best one kept.
   *
   * @param batch examples a minibatch
   * @param averaging minibatches each worker trains on between two averagings
   */
  public TrainingSettings pretraining(int batch, int averaging, UpdaterSettings adam) {
    return new TrainingSettings(
        new Rounds(
            rounds.workers,
            batch,
            RoundLengths.of(averaging),
            OuterStep.AVERAGE,
            rounds.exchange,
            0,
            rounds.recompute),
        new Course(
            0,
            0,
            0,
            course.evaluationSplit,
            course.watchedSplit,
            0,
            Keep.BEST,
            course.checkpointEvery,
            course.shownAnswers),
        ClassBalance.NATURAL,
        Augmentation.NONE,
        adam,
        seed,
        blasKernel);
  }

  /** Returns these settings with another kernel of matrix products. */
  TrainingSettings withBlasKernel(String kernel) {
    return new TrainingSettings(rounds, course, balance, augmentation, updater, seed, kernel);
  }

  /** Split that is recorded besides the one that decides. */
  public enum Watched {
    NONE,
    VALIDATION,
    TEST;

    public Optional<Split> split() {
      return this == NONE ? Optional.empty() : Optional.of(Split.valueOf(name()));
    }
  }

  /** Sampling of training examples. */
  public enum Sampling {
    /** A class first, then one of its examples uniformly, with replacement. */
    CLASS_BALANCED,
    /** Every example once an epoch, in a new order each time. */
    NATURAL
  }

  /** Parameters that become the model. */
  public enum Keep {
    /** Those with the best accuracy on the evaluation split. */
    BEST,
    /** Those at the end. */
    LAST
  }
}
