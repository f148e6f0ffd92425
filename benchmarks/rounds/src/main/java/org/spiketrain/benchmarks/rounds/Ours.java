package org.spiketrain.benchmarks.rounds;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;

/** Spiketrain's training. */
record Ours(Experiment experiment) implements Side {
  static final String NAME = "Spiketrain";

  /** Where a job that is a round has been called from, the second where workers keep states. */
  static final List<String> CALLERS =
      List.of("org.spiketrain.train.Averaging.", "org.spiketrain.train.KeptRounds.");

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
