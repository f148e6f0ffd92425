package org.spiketrain.model.updater;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Learning rate that rises linearly from 0 over the warm-up steps and then stays, falls linearly or
 * falls as half a cosine (Loshchilov and Hutter 2017) to 0 at the last step.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class LearningRateSchedule implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** How the learning rate moves after the warm-up. */
  public enum Decay {
    CONSTANT,
    LINEAR,
    COSINE
  }

  private double peak;
  private Decay decay;
  private long warmup;
  private long steps;

  /** For deserialisation. */
  private LearningRateSchedule() {}

  /**
   * @param peak learning rate after the warm-up, above 0
   * @param decay how it moves from there
   * @param warmup steps of the warm-up, at least 0
   * @param steps all steps, more than the warm-up
   */
  public LearningRateSchedule(double peak, Decay decay, long warmup, long steps) {
    this.peak = peak;
    this.decay = decay;
    this.warmup = warmup;
    this.steps = steps;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmup) {
      return peak * (iteration + 1) / warmup;
    }
    double done = Math.min(1, (iteration - warmup) / (double) Math.max(1, steps - warmup));
    return switch (decay) {
      case CONSTANT -> peak;
      case LINEAR -> peak * (1 - done);
      case COSINE -> peak * 0.5 * (1 + Math.cos(Math.PI * done));
    };
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ISchedule clone() {
    return new LearningRateSchedule(peak, decay, warmup, steps);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningRateSchedule that
        && peak == that.peak
        && decay == that.decay
        && warmup == that.warmup
        && steps == that.steps;
  }

  @Override
  public int hashCode() {
    return Objects.hash(peak, decay, warmup, steps);
  }
}
