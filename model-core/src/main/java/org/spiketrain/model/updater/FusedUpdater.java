package org.spiketrain.model.updater;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** Updaters of one pass over gradient and state, with a learning rate or a schedule of it. */
abstract class FusedUpdater implements IUpdater {
  private static final long serialVersionUID = 1L;

  /** Floats copied to the heap at a time: they fit the first-level cache. */
  static final int BLOCK = 1024;

  private double learningRate;
  private ISchedule learningRateSchedule;

  FusedUpdater(double learningRate) {
    this.learningRate = learningRate;
  }

  /** Takes over another updater's learning rate and schedule. */
  final void takeRateOf(FusedUpdater other) {
    ISchedule schedule = other.learningRateSchedule;
    setLrAndSchedule(other.learningRate, schedule == null ? null : schedule.clone());
  }

  /** All that {@link #equals} and {@link #hashCode} look at. */
  abstract List<Object> settings();

  private List<Object> allSettings() {
    List<Object> all = new ArrayList<>(settings());
    all.add(learningRate);
    all.add(Optional.ofNullable(learningRateSchedule));
    return all;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public abstract FusedUpdater clone();

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    learningRate = lr;
    learningRateSchedule = lrSchedule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FusedUpdater that
        && getClass() == that.getClass()
        && allSettings().equals(that.allSettings());
  }

  @Override
  public int hashCode() {
    return allSettings().hashCode();
  }
}
