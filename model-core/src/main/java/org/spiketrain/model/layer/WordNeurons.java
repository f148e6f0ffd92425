package org.spiketrain.model.layer;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Unit;
import org.spiketrain.model.neuron.ReluCell;

/** A layer of a network for sentences with neurons, which have no recurrent weights. */
public abstract class WordNeurons extends KernelLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private NeuronCell cell = new ReluCell();

  /** For deserialisation. */
  protected WordNeurons() {}

  protected WordNeurons(Builder<?> builder, NeuronCell cell) {
    super(builder);
    this.cell = cell;
  }

  /**
   * Returns whether a kernel of these layers runs such neurons: they read one current each, and no
   * other neuron's output, and leave the current as it is for the backward pass.
   */
  static boolean canBe(NeuronCell cell) {
    return cell.gates() == 1 && !cell.hasRecurrentWeights() && !cell.keepsGates();
  }

  /** Equations of the neurons. */
  final NeuronCell cell() {
    return cell;
  }

  /** The neurons as the one unit of this layer. */
  abstract LayerUnit neurons();

  final LayerUnit unit(int inputs, int count) {
    Unit unit = new Unit(cell, inputs, count, Direction.FORWARD, CellOutput.OUTPUT);
    return new LayerUnit(unit, "", 0, 0, false);
  }

  @Override
  final boolean isOfNeurons(String name) {
    return neurons().learnedShapes().containsKey(name);
  }

  @Override
  public final int outputWidth() {
    return (int) nOut;
  }

  @Override
  public final double meanThreshold(Map<String, INDArray> parameters) {
    return neurons().meanThreshold(parameters);
  }

  @Override
  public final String label() {
    return count().name();
  }

  @Override
  public final Optional<CountedLayer> counted() {
    return Optional.of(count()).filter(counted -> cell.isFeedForward());
  }

  private CountedLayer count() {
    return new CountedLayer(kind(), cell, (int) nIn, (int) nOut, cell.isSpiking());
  }

  abstract CountedLayer.Kind kind();
}
