package org.spiketrain.evaluate;

/** Whether simple classifiers are trained and measured beside the network. */
public enum Baselines {
  MEASURE,
  SKIP
}
