package org.spiketrain.plan;

import org.spiketrain.train.TrainingJob;

/**
 * Seconds of a round of parameter averaging, as a sum of what grows with the number of workers,
 * with the bytes of a worker's vector and with both. The costs of Spark were fitted to rounds that
 * were measured (docs/DISTRIBUTED.md); what the network between the machines takes is computed.
 *
 * @param fixedSeconds of a round without workers and bytes: planning, checkpoints, waiting
 * @param taskSeconds that the driver needs for each worker's task
 * @param driverSecondsAByte of a vector that the driver broadcasts, and whose average it takes a
 *     step by
 * @param executorSecondsAByte of a vector that a core of an executor reads and gives back
 * @param sumSecondsAByte of vectors that are added up
 */
public record RoundModel(
    double fixedSeconds,
    double taskSeconds,
    double driverSecondsAByte,
    double executorSecondsAByte,
    double sumSecondsAByte) {

  /**
   * Fitted on two cores; docs/DISTRIBUTED.md says to what, and how well it foretells other rounds.
   */
  public static final RoundModel MEASURED = new RoundModel(0.08, 0.004, 2.3e-9, 6.7e-9, 1.6e-9);

  private static final double BITS = 8e-9;

  /**
   * A round of a cluster.
   *
   * @param minibatches of each worker
   */
  public double seconds(ClusterShape cluster, RoundWork work, int minibatches) {
    return trainingSeconds(cluster, work, minibatches) + besideSeconds(cluster, work);
  }

  /** Seconds in which workers train; those that find no core wait for the others. */
  public double trainingSeconds(ClusterShape cluster, RoundWork work, int minibatches) {
    return minibatches * work.minibatchSeconds() * cluster.turns(work.workers());
  }

  /** Seconds of a round in which nobody trains. */
  public double besideSeconds(ClusterShape cluster, RoundWork work) {
    double vector = work.workerBytes();
    double all = vector * work.workers();
    double told = (double) work.toldBytes() * work.workers();
    boolean collected = told <= TrainingJob.COLLECTED_BYTES;
    double slices = Math.ceil(all / TrainingJob.ADDED_BYTES);
    double adders = collected ? 1 : Math.min(cluster.slots(), slices);
    return fixedSeconds
        + taskSeconds * work.workers()
        + driverSecondsAByte * vector
        + executorSecondsAByte * vector * cluster.turns(work.workers())
        + sumSecondsAByte * all / adders
        + networkSeconds(cluster, work, collected);
  }

  /**
   * Every executor takes the parameters once, from the driver or another executor that has them;
   * the results go to the driver, or each executor sends and takes slices and the driver takes one
   * vector.
   */
  private static double networkSeconds(ClusterShape cluster, RoundWork work, boolean collected) {
    double secondsAByte = BITS / cluster.gigabits();
    double perExecutor = Math.ceil(work.workers() / (double) cluster.executors());
    double times = collected ? work.workers() : 2 * perExecutor + 1;
    return (work.beginningBytes() + work.toldBytes() * times) * secondsAByte;
  }

  /**
   * What a round moves and computes.
   *
   * @param workers at least 1
   * @param workerBytes bytes of parameters and, where it is averaged, the updater's state
   * @param beginningBytes bytes as which these travel to a worker, fewer where they are coarse
   * @param toldBytes bytes as which they travel back
   * @param minibatchSeconds seconds of a minibatch on one core
   */
  public record RoundWork(
      int workers, long workerBytes, long beginningBytes, long toldBytes, double minibatchSeconds) {
    /** Of bytes that travel to and fro alike. */
    public RoundWork(int workers, long workerBytes, long travellingBytes, double minibatchSeconds) {
      this(workers, workerBytes, travellingBytes, travellingBytes, minibatchSeconds);
    }

    /** The same with so many bytes back. */
    public RoundWork telling(long bytes) {
      return new RoundWork(workers, workerBytes, beginningBytes, bytes, minibatchSeconds);
    }
  }
}
