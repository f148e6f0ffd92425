package org.spiketrain.job.evaluate;

/** Whether simple classifiers are trained and measured beside the network. */
public enum Baselines {
  MEASURE,
  SKIP
}
