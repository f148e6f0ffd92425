package org.spiketrain.model.kernel;

import java.util.List;
import org.spiketrain.model.api.NeuronCell;

/** {@link PooledNeuronsKernel} for inference. */
public final class InferenceNeurons implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final NeuronCell cell;
  private final int neurons;
  private final int sharing;
  private final float[][] parameters;

  /**
   * @param unit the neurons
   * @param sharing how many parts of the columns they serve in turn
   * @param parameters the neuron parameters, each [neurons]
   */
  public InferenceNeurons(Unit unit, int sharing, List<float[]> parameters) {
    this.cell = unit.cell();
    this.neurons = unit.neurons();
    this.sharing = sharing;
    this.parameters = parameters.stream().map(float[]::clone).toArray(float[][]::new);
  }

  @Override
  public float[][] run(StageInput input) {
    float[][] currents = input.dense();
    float[][] output = new float[currents.length][sharing * neurons];
    NeuronUnroll walk = new NeuronUnroll(cell, neurons, List.of(parameters));
    walk.forward(
        currents.length * sharing,
        (s, z) -> System.arraycopy(currents[s / sharing], s % sharing * neurons, z, 0, neurons),
        (s, h) -> System.arraycopy(h, 0, output[s / sharing], s % sharing * neurons, neurons));
    return output;
  }
}
