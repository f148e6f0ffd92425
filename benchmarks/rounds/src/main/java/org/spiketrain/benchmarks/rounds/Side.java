package org.spiketrain.benchmarks.rounds;

/** One that runs as many rounds as the settings say, always from the same beginning. */
interface Side {
  String name();

  /** Returns a hash of the parameters that came of it. */
  int run();
}
