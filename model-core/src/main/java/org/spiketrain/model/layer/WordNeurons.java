package org.spiketrain.model.layer;

import java.util.List;
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

  /** Equations of the neurons. */
  public NeuronCell cell() {
    return cell;
  }

  /** The neurons. */
  abstract LayerUnit neurons();

  @Override
  public final int outputWidth() {
    return (int) nOut;
  }

  @Override
  public double meanThreshold(Map<String, INDArray> parameters) {
    return neurons().meanThreshold(parameters);
  }

  @Override
  public final String label() {
    return counted().orElseThrow().name();
  }

  @Override
  public final Optional<CountedLayer> counted() {
    return Optional.of(
        new CountedLayer(
            kind(),
            cell.name(),
            (int) nIn,
            (int) nOut,
            cell.states(),
            cell.isLeaking(),
            cell.isSpiking()));
  }

  abstract CountedLayer.Kind kind();

  /** Neurons of this layer as its one unit. */
  LayerUnit unit(int inputs, int count) {
    Unit unit = new Unit(cell, inputs, count, Direction.FORWARD, CellOutput.OUTPUT);
    return new LayerUnit(unit, "", 0, 0);
  }

  /** Sizes by which two layers of a class differ, besides their neurons. */
  abstract List<Object> sizes();

  @Override
  final List<Object> settings() {
    return List.of(cell, sizes());
  }
}
