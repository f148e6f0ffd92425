package org.spiketrain.train;

import java.io.Serializable;
import org.spiketrain.model.compress.CompressedDelta;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.train.Averaging.Contribution;

/**
 * What a round made of a worker that keeps its state: what it keeps, and what it tells.
 *
 * @param worker its number
 * @param kept what the next round goes on from
 * @param told what the driver averages; null where no round has been
 */
record WorkerRound(int worker, Kept kept, Told told) implements Serializable {
  private static final FloatVector NONE = new FloatVector(new float[0]);

  /**
   * What a worker keeps to itself.
   *
   * @param updaterState empty at the beginning, and with an updater that has none
   * @param residual what its coarse differences have left out so far; empty at the beginning
   * @param parameters those that the round began with, which the next step is a step from; empty
   *     where parameters travel as they are
   */
  record Kept(FloatVector updaterState, FloatVector residual, FloatVector parameters)
      implements Serializable {
    static final Kept NOTHING = new Kept(NONE, NONE, NONE);
  }

  /**
   * What a worker tells.
   *
   * @param parameters those that it ended with, or null
   * @param delta the way to there, coarse, or null
   */
  record Told(
      FloatVector parameters,
      CompressedDelta delta,
      long examples,
      double loss,
      long correct,
      double seconds)
      implements Serializable {
    /** With the parameters that the worker ended with. */
    Contribution contribution() {
      return new Contribution(parameters, examples, loss, correct, seconds);
    }

    /** With the way to there. */
    Contribution way(DeltaCompressor compressor) {
      FloatVector way = new FloatVector(compressor.decompress(delta));
      return new Contribution(way, examples, loss, correct, seconds);
    }
  }

  /** A worker before its first round, or its first one after a checkpoint. */
  static WorkerRound before(int worker, Kept kept) {
    return new WorkerRound(worker, kept, null);
  }
}
