package org.spiketrain.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.spiketrain.model.compress.CompressedDelta;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/** Everything that a training carries from round to round; what a checkpoint holds. */
final class TrainingState implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Arrays, by the size of the network or empty. */
  float[] parameters = {};

  float[] updaterState = {};

  /** Velocity of the outer momentum. */
  float[] velocity = {};

  /** Running mean of the parameters. */
  float[] mean = {};

  /** Parameters with the best accuracy so far. */
  float[] best = {};

  /** What the coarse steps of the parameters have left out so far. */
  float[] residual = {};

  /** The last step of the parameters as it travels; null where they travel as they are. */
  transient CompressedDelta step;

  /** Kernel of matrix products by which it is computed; empty while that is not known. */
  String blasKernel = "";

  /** What it begins with may be the best there is: it is evaluated before the first round. */
  boolean isCandidate;

  Counters counters = Counters.START;
  TrainingHistory history = TrainingHistory.empty();

  /**
   * The numbers of a state.
   *
   * @param round rounds done
   * @param minibatches minibatches done by each worker
   * @param examples examples trained on, by all workers
   * @param seconds time spent, over all resumptions
   * @param loss summed loss since the last evaluation
   * @param correct right predictions since the last evaluation
   * @param sinceEvaluation examples since the last evaluation
   * @param bestAccuracy best accuracy so far; below 0 before the first evaluation
   * @param withoutBetter evaluations since the best one
   */
  record Counters(
      int round,
      long minibatches,
      long examples,
      double seconds,
      double loss,
      long correct,
      long sinceEvaluation,
      double bestAccuracy,
      int withoutBetter)
      implements Serializable {
    static final Counters START = new Counters(0, 0, 0, 0, 0, 0, 0, -1, 0);

    Counters afterRound(int roundMinibatches, Contribution sum, double roundSeconds) {
      return new Counters(
          round + 1,
          minibatches + roundMinibatches,
          examples + sum.examples(),
          seconds + roundSeconds,
          loss + sum.loss(),
          correct + sum.correct(),
          sinceEvaluation + sum.examples(),
          bestAccuracy,
          withoutBetter);
    }

    Counters afterEvaluation(double accuracy, double evaluationSeconds) {
      boolean better = accuracy > bestAccuracy;
      return new Counters(
          round,
          minibatches,
          examples,
          seconds + evaluationSeconds,
          0,
          0,
          0,
          better ? accuracy : bestAccuracy,
          better ? 0 : withoutBetter + 1);
    }
  }

  /** A state of its own, which goes on while this one stays. */
  TrainingState copy() {
    TrainingState copy = new TrainingState();
    copy.parameters = parameters.clone();
    copy.updaterState = updaterState.clone();
    copy.velocity = velocity.clone();
    copy.mean = mean.clone();
    copy.best = best.clone();
    copy.residual = residual.clone();
    copy.step = step;
    copy.blasKernel = blasKernel;
    copy.isCandidate = isCandidate;
    copy.counters = counters;
    copy.history = history;
    return copy;
  }

  /** Returns true if it is of the same network and updater as what a training begins with. */
  boolean fits(TrainingState start) {
    int size = start.parameters.length;
    return parameters.length == size
        && updaterState.length == start.updaterState.length
        && Stream.of(velocity, mean, best, residual)
            .allMatch(a -> a.length == 0 || a.length == size);
  }

  /** Number of floats that a worker contributes to a round. */
  int vectorLength() {
    return Math.addExact(parameters.length, updaterState.length);
  }

  /** Of the training examples since the last evaluation, if there were any. */
  SplitScores training() {
    double seen = counters.sinceEvaluation();
    if (seen == 0) {
      return SplitScores.NONE;
    }
    return new SplitScores(counters.loss() / seen, counters.correct() / seen);
  }

  /** The parameters to evaluate and to save: their running mean where there is one. */
  float[] evaluated() {
    return mean.length > 0 ? mean : parameters;
  }

  /**
   * Takes over a round's average, by the outer step. A running mean of the parameters is kept
   * beside it. The round is already counted.
   *
   * @param compressor makes the step coarse, for all: the driver goes no further than the workers,
   *     but at the end, when none of them follows
   */
  void advance(
      Contribution average,
      RoundStart round,
      TrainingSettings.Rounds rounds,
      Optional<DeltaCompressor> compressor) {
    float[] before = parameters;
    // A worker that is lost may need those of the round yet.
    parameters = before.clone();
    advance(average.values(), rounds);
    step = null;
    if (round.closing()) {
      takeResidual();
    } else {
      step = compressor.map(coarse -> coarseStep(coarse, before)).orElse(null);
    }
    if (rounds.parameterDecay() > 0) {
      follow(Math.pow(rounds.parameterDecay(), round.minibatches()));
    }
  }

  private void takeResidual() {
    if (residual.length > 0) {
      parameters = Vectors.sum(parameters, residual);
      residual = new float[0];
    }
  }

  private void advance(float[] vector, TrainingSettings.Rounds rounds) {
    float[] averaged = Arrays.copyOf(vector, parameters.length);
    updaterState = Arrays.copyOfRange(vector, parameters.length, vector.length);
    if (rounds.outer().isAverage()) {
      parameters = averaged;
    } else {
      if (velocity.length == 0 && rounds.outer().momentum() > 0) {
        velocity = new float[parameters.length];
      }
      rounds.outer().move(parameters, velocity, averaged);
    }
  }

  private CompressedDelta coarseStep(DeltaCompressor compressor, float[] before) {
    if (residual.length == 0) {
      residual = new float[before.length];
    }
    CompressedDelta coarse = compressor.compress(Vectors.difference(parameters, before), residual);
    parameters = Vectors.sum(before, compressor.decompress(coarse));
    return coarse;
  }

  private void follow(double decayed) {
    if (mean.length == 0) {
      mean = parameters.clone();
      return;
    }
    // While there are few rounds, each weighs more: the start is soon forgotten.
    double round = counters.round();
    float keep = (float) Math.min(decayed, round / (round + 2));
    for (int j = 0; j < mean.length; j++) {
      mean[j] = keep * mean[j] + (1 - keep) * parameters[j];
    }
  }
}
