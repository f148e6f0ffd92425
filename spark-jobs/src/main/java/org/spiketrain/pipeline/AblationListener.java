package org.spiketrain.pipeline;

import org.spiketrain.results.TrialResult;
import org.spiketrain.train.TrainingProgress;

/** Follows an ablation: called while a network is trained, and after each trial. */
public interface AblationListener extends TrainingProgress {
  /**
   * Called when a trial is over.
   *
   * @param number the trial's number, from 1
   * @param of number of trials
   */
  void trialEnded(TrialResult result, int number, int of);
}
