package org.spiketrain.model.layer;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Unit;

/** A layer of a network for sentences with neurons, which have no recurrent weights. */
public abstract class WordNeurons extends WordLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private NeuronSettings neurons = NeuronSettings.relu();

  /** For deserialisation. */
  protected WordNeurons() {}

  protected WordNeurons(Builder<?> builder, NeuronSettings neurons) {
    super(builder);
    this.neurons = neurons;
  }

  /** Equations of the neurons. */
  public RecurrentCell cell() {
    return neurons.cell();
  }

  /** What the neurons have besides their equations, in the cell's order. */
  public List<NeuronParameter> neuronParameters() {
    return neurons.parameters();
  }

  /** Neurons of this layer as its one unit. */
  LayerUnit unit(int inputs, int count) {
    Unit unit = new Unit(cell(), inputs, count, Direction.FORWARD, CellOutput.OUTPUT);
    return new LayerUnit(unit, neurons.parameters(), "", 0, 0);
  }

  /** What makes two layers of a class differ besides their neurons. */
  abstract List<Object> sizes();

  @Override
  final List<Object> settings() {
    return List.of(neurons, sizes());
  }
}
