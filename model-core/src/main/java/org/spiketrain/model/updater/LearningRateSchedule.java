package org.spiketrain.model.updater;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Learning rate that rises linearly from 0 over the warm-up steps and then moves as its decay says.
 * (DL4J's own schedules know no warm-up, and the {@code PolySchedule} of 1.0.0-M2.1 rises.)
 *
 * @param peak learning rate after the warm-up, above 0
 * @param decay how it moves from there
 * @param warmup steps of the warm-up, at least 0
 * @param steps all steps, more than the warm-up
 * @param gamma factor or steepness of some decays, above 0
 * @param power exponent of some decays, above 0
 * @param period steps of some decays, at least 1
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record LearningRateSchedule(
    double peak, Decay decay, long warmup, long steps, double gamma, double power, long period)
    implements ISchedule {
  /** Lowest learning rate of a cycle, as a fraction of its peak. */
  private static final double CYCLE_FLOOR = 0.1;

  /** Course of the learning rate after the warm-up, s steps after it. */
  public enum Decay {
    /** It stays. */
    CONSTANT,
    /** It falls as half a cosine (Loshchilov and Hutter 2017) to 0 at the last step. */
    COSINE,
    /** It falls in a straight line to 0 at the last step. */
    LINEAR,
    /** {@code gamma^floor(s / period)}. */
    STEP,
    /** {@code gamma^s}. */
    EXPONENTIAL,
    /** {@code (1 - s / steps)^power}. */
    POLY,
    /** {@code (1 + gamma s)^-power}. */
    INVERSE,
    /** {@code 1 / (1 + exp(gamma (s - period)))}. */
    SIGMOID,
    /** It falls in a straight line to a tenth and rises again, every period (Smith 2017). */
    CYCLE
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmup) {
      return peak * (iteration + 1) / warmup;
    }
    double s = (double) iteration - warmup;
    double done = Math.min(1, s / Math.max(1, steps - warmup));
    double share =
        switch (decay) {
          case CONSTANT -> 1;
          case COSINE -> 0.5 * (1 + Math.cos(Math.PI * done));
          case LINEAR -> 1 - done;
          case STEP -> Math.pow(gamma, Math.floor(s / period));
          case EXPONENTIAL -> Math.pow(gamma, s);
          case POLY -> Math.pow(1 - done, power);
          case INVERSE -> Math.pow(1 + gamma * s, -power);
          case SIGMOID -> 1 / (1 + Math.exp(gamma * (s - period)));
          case CYCLE -> CYCLE_FLOOR + (1 - CYCLE_FLOOR) * Math.abs(1 - 2 * (s % period) / period);
        };
    return peak * share;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ISchedule clone() {
    return this;
  }
}
