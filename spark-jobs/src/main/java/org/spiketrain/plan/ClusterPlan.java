package org.spiketrain.plan;

import java.util.function.LongToDoubleFunction;
import org.spiketrain.plan.RoundModel.RoundWork;
import org.spiketrain.train.TrainingJob;
import org.spiketrain.train.TrainingSettings;

/**
 * A training on a cluster, one worker for each of its cores.
 *
 * @param cluster where it runs
 * @param frequency minibatches between two averagings
 * @param roundSeconds seconds of a round
 * @param trainingShare share of a round in which the workers train
 * @param minibatches minibatches of each worker in the whole training
 * @param rounds rounds of the whole training
 * @param seconds seconds of all rounds, those of trials too, without evaluations; the last one of a
 *     training may tell more
 * @param speedup how many times faster than one worker on one core
 */
public record ClusterPlan(
    ClusterShape cluster,
    int frequency,
    double roundSeconds,
    double trainingShare,
    long minibatches,
    long rounds,
    double seconds,
    double speedup) {
  /** Seconds that workers should train for each second of a round in which they do not. */
  private static final double TRAINING_A_SECOND_BESIDE = 4;

  /** Share of a round below which most of a cluster waits. */
  private static final double LEAST = 0.5;

  /** Rounds in which the workers' average still finds its way (docs/DISTRIBUTED.md). */
  private static final int ROUNDS = 12;

  /** Minibatches of a worker with which an average was within 1.5 points of one worker. */
  private static final int MINIBATCHES = 250;

  /**
   * Plans a training: averages as rarely as makes a round worthwhile, but at least twelve times in
   * all.
   *
   * @param parts of a round of one worker
   */
  public static ClusterPlan of(
      RoundModel model, ClusterShape cluster, TrainingSize size, TrainingJob.RoundParts parts) {
    double minibatchSeconds = parts.minibatchSeconds();
    int workers = cluster.slots();
    RoundWork work =
        new RoundWork(workers, parts.workerBytes(), parts.travellingBytes(), minibatchSeconds);
    long minibatches = size.minibatches(workers);
    double beside = model.besideSeconds(cluster, work);
    double needed = beside * TRAINING_A_SECOND_BESIDE / minibatchSeconds;
    long most = Math.max(1, minibatches / ROUNDS);
    int frequency = (int) Math.max(1, Math.min((double) most, Math.ceil(needed)));
    double round = model.seconds(cluster, work, frequency);
    double closing = model.besideSeconds(cluster, work.telling(parts.closingBytes()));
    LongToDoubleFunction training =
        each -> each * minibatchSeconds + (rounds(each, frequency) - 1) * beside + closing;
    double seconds = size.together(workers, training);
    double alone = size.together(1, each -> each * minibatchSeconds);
    return new ClusterPlan(
        cluster,
        frequency,
        round,
        frequency * minibatchSeconds / round,
        minibatches,
        rounds(minibatches, frequency),
        seconds,
        alone / seconds);
  }

  private static long rounds(long minibatches, int frequency) {
    return (minibatches + frequency - 1) / frequency;
  }

  /** Returns whether so few minibatches are left to each worker that accuracy may be lost. */
  public boolean isThin() {
    return minibatches < MINIBATCHES;
  }

  /** Returns whether its cores mostly train, and accuracy is not at stake. */
  public boolean isWorthwhile() {
    return !isThin() && trainingShare >= LEAST;
  }

  /**
   * How much there is to train on.
   *
   * @param examples by all workers together
   * @param batchSize examples a minibatch
   * @param trainExamples different ones; each worker has one at least
   * @param trials trainings before it, of the same minibatches
   */
  public record TrainingSize(long examples, int batchSize, long trainExamples, Trials trials) {
    long minibatches(int workers) {
      return TrainingSettings.minibatches(examples, workers, batchSize);
    }

    /** What the training takes with its trials, if one of so many minibatches takes so long. */
    private double together(int workers, LongToDoubleFunction seconds) {
      long ofTrial = TrainingSettings.minibatches(trials.examples, workers, batchSize);
      return seconds.applyAsDouble(minibatches(workers))
          + (trials.number == 0 ? 0 : trials.number * seconds.applyAsDouble(ofTrial));
    }
  }

  /**
   * Trials of a training's learning rate.
   *
   * @param number how many there are
   * @param examples that each of them trains on, by all workers together
   */
  public record Trials(int number, long examples) {
    public static final Trials NONE = new Trials(0, 0);
  }
}
