package org.spiketrain.cli;

import java.io.PrintWriter;

/** One of the recipes as a demonstration that needs no data. */
interface Demo {
  /** The configuration that comes with Spiketrain for it. */
  String configuration();

  /** Makes the data, if they do not come with Spiketrain. */
  void prepare(Experiment experiment, Results results);

  /** Shows what the network can do. */
  void show(Experiment experiment, Experiment.Evaluated evaluated, PrintWriter out);
}
