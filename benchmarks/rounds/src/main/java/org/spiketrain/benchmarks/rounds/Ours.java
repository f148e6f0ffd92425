package org.spiketrain.benchmarks.rounds;

import java.util.Arrays;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;

/** Spiketrain's training. */
record Ours(Experiment experiment) implements Side {
  static final String NAME = "Spiketrain";

  /** Where a job that is a round has been called from. */
  static final String CALLER = "org.spiketrain.train.Averaging.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int run() {
    experiment.train();
    return Arrays.hashCode(
        NativeFloats.copy(
            ModelFile.read(experiment.hadoop(), experiment.layout().model()).network().params()));
  }
}
