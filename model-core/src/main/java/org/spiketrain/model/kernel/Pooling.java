package org.spiketrain.model.kernel;

/** Pooling of a sequence into one vector. */
public enum Pooling {
  /** The output of the last step that is not padding. */
  LAST_STEP,
  /** The mean over the steps that are not padding: the firing rate. */
  MEAN,
  /** The sum over the steps that are not padding: the spike count. */
  SUM,
  /** The largest value over the steps that are not padding. */
  MAX
}
