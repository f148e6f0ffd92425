package org.spiketrain.model.loss;

import org.spiketrain.model.api.Spec;

/**
 * snnTorch's {@code mse_temporal_loss} with one spike an output: the outputs of the right class are
 * to spike first at one time, the others at another. With T time steps it is {@code mean(((t -
 * target) / T)^2)} over the outputs, without those that are less than the tolerance away.
 *
 * @param onTarget time wanted of the right class, in time steps from 0; below 0 it counts from the
 *     end, -1 for the last step. In shorter sequences it is their first or last step
 * @param offTarget that of the wrong ones, likewise
 * @param tolerance distance in time steps from which on an error counts, at least 0
 */
record TemporalMeanSquaredError(int onTarget, int offTarget, int tolerance)
    implements TemporalLoss {
  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    FirstSpikes spikes = FirstSpikes.of(sequence);
    int steps = sequence.length;
    int outputs = sequence[0].length;
    int population = outputs / classes;
    float[] byTime = new float[outputs];
    double loss = 0;
    for (int j = 0; j < outputs; j++) {
      int distance = spikes.time(j) - step(j / population == label ? onTarget : offTarget, steps);
      double error = Math.abs(distance) < tolerance ? 0 : (double) distance / steps;
      loss += error * error / outputs;
      byTime[j] = (float) (2 * error / steps / outputs);
    }
    spikes.spread(byTime, gradient);
    return loss;
  }

  private static int step(int target, int steps) {
    int step = target < 0 ? steps + target : target;
    return Math.max(0, Math.min(steps - 1, step));
  }

  @Override
  public String spec() {
    return Spec.of("mse-temporal")
        .with("on-target", onTarget)
        .with("off-target", offTarget)
        .with("tolerance", tolerance)
        .toString();
  }
}
