package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;

/** The units of a sequence layer for inference, side by side. */
public final class InferenceUnits implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final ArrayList<InferenceLayer> units;
  private final int[] offsets;
  private final int width;

  /**
   * @param units the units
   * @param offsets first column of each in the output
   * @param width columns of the output
   */
  public InferenceUnits(List<InferenceLayer> units, int[] offsets, int width) {
    this.units = new ArrayList<>(units);
    this.offsets = offsets.clone();
    this.width = width;
  }

  @Override
  public float[][] run(StageInput input) {
    float[][] sequence = new float[input.timeSteps()][width];
    SpikeRows events = input.events();
    for (int u = 0; u < units.size(); u++) {
      units.get(u).run(events, sequence, offsets[u]);
    }
    return sequence;
  }
}
