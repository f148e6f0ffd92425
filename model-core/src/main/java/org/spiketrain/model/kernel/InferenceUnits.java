package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spiketrain.model.api.CellRow;

/** The units of a sequence layer for inference, side by side. */
public final class InferenceUnits implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final ArrayList<InferenceLayer> units;
  private final int[] offsets;
  private final int width;
  private final boolean carriesState;

  /**
   * @param units the units
   * @param offsets first column of each in the output
   * @param width columns of the output
   * @param carriesState whether a window of a long sequence begins in the state that the window
   *     before ended in
   */
  public InferenceUnits(
      List<InferenceLayer> units, int[] offsets, int width, boolean carriesState) {
    this.units = new ArrayList<>(units);
    this.offsets = offsets.clone();
    this.width = width;
    this.carriesState = carriesState;
  }

  @Override
  public float[][] run(StageInput input) {
    return run(input, atRest());
  }

  private List<CellRow> atRest() {
    return units.stream().map(InferenceLayer::atRest).toList();
  }

  private float[][] run(StageInput input, List<CellRow> states) {
    float[][] sequence = new float[input.timeSteps()][width];
    SpikeRows events = input.events();
    for (int u = 0; u < units.size(); u++) {
      units.get(u).run(events, sequence, offsets[u], states.get(u));
    }
    return sequence;
  }

  @Override
  public Optional<Windows> windows() {
    if (!units.stream().allMatch(InferenceLayer::isForward)) {
      return Optional.empty();
    }
    List<CellRow> states = atRest();
    return Optional.of(carriesState ? window -> run(window, states) : this::run);
  }
}
