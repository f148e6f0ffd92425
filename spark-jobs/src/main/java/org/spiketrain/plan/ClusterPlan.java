package org.spiketrain.plan;

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
 * @param seconds seconds of all rounds, without evaluations; the last one may tell more
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
    long rounds = (minibatches + frequency - 1) / frequency;
    double seconds =
        minibatches * minibatchSeconds
            + (rounds - 1) * beside
            + model.besideSeconds(cluster, work.telling(parts.closingBytes()));
    double alone = size.minibatches(1) * minibatchSeconds;
    return new ClusterPlan(
        cluster,
        frequency,
        round,
        frequency * minibatchSeconds / round,
        minibatches,
        rounds,
        seconds,
        alone / seconds);
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
   */
  public record TrainingSize(long examples, int batchSize, long trainExamples) {
    long minibatches(int workers) {
      return TrainingSettings.minibatches(examples, workers, batchSize);
    }
  }
}
