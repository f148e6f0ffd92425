package org.spiketrain.model.updater;

import org.nd4j.linalg.learning.config.AdaGrad;

/**
 * DL4J's AdaGrad, whose own copies, such as networks are made of, forget the schedule of its
 * learning rate.
 */
public final class ScheduledAdaGrad extends AdaGrad {
  private static final long serialVersionUID = 1L;

  /** DL4J's default settings, for JSON. */
  public ScheduledAdaGrad() {}

  /**
   * @param learningRate step size, above 0
   * @param epsilon added to the denominator, above 0
   */
  public ScheduledAdaGrad(double learningRate, double epsilon) {
    super(learningRate, epsilon);
  }

  @Override
  public AdaGrad clone() {
    ScheduledAdaGrad copy = new ScheduledAdaGrad(getLearningRate(), getEpsilon());
    copy.setLearningRateSchedule(getLearningRateSchedule());
    return copy;
  }
}
