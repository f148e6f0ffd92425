package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.kernel.Unit;

/**
 * Lays out the parameters of a sequence layer: for each unit W [inputs, gates * neurons], b [1,
 * gates * neurons], RW [neurons, gates * neurons] and rb [1, gates * neurons], all row-major, so
 * that the weights of one input channel lie together; then the learned neuron parameters, [1, 1] or
 * [1, neurons], and gain, mean and variance, each [1, gates * neurons], where the unit is
 * normalised ({@link UnitNormalisation}). The names end in the unit's suffix.
 */
public final class SequenceParameters extends NamedParameters<SequenceLayer> {
  /** Input weights. */
  public static final String INPUT_WEIGHTS = "W";

  /** Recurrent weights. */
  public static final String RECURRENT_WEIGHTS = "RW";

  /** Bias of the input product. */
  public static final String INPUT_BIAS = "b";

  /** Bias of the recurrent product. */
  public static final String RECURRENT_BIAS = "rb";

  static final SequenceParameters INSTANCE = new SequenceParameters();

  private SequenceParameters() {
    super(SequenceLayer.class);
  }

  @Override
  Map<String, long[]> shapes(SequenceLayer layer) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (LayerUnit placed : layer.units()) {
      Unit unit = placed.unit();
      String suffix = placed.suffix();
      long width = (long) unit.cell().gates() * unit.neurons();
      shapes.put(INPUT_WEIGHTS + suffix, new long[] {unit.inputs(), width});
      shapes.put(INPUT_BIAS + suffix, new long[] {1, width});
      if (unit.cell().hasRecurrentWeights()) {
        shapes.put(RECURRENT_WEIGHTS + suffix, new long[] {unit.neurons(), width});
        shapes.put(RECURRENT_BIAS + suffix, new long[] {1, width});
      }
      shapes.putAll(placed.learnedShapes());
      if (placed.isNormalised()) {
        UnitNormalisation.NAMES.forEach(name -> shapes.put(name + suffix, new long[] {1, width}));
      }
    }
    return shapes;
  }

  @Override
  boolean isWeight(String key) {
    return key.startsWith(INPUT_WEIGHTS) || key.startsWith(RECURRENT_WEIGHTS);
  }

  @Override
  void initialise(SequenceLayer layer, INDArray all, Map<String, INDArray> views) {
    double bound = layer.recurrentBound();
    all.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), all.shape()));
    for (LayerUnit placed : layer.units()) {
      if (layer.inputBound() != bound) {
        views.get(INPUT_WEIGHTS + placed.suffix()).muli(layer.inputBound() / bound);
        views.get(INPUT_BIAS + placed.suffix()).muli(layer.inputBound() / bound);
      }
      placed.spreadLearned(bound, views);
      if (placed.isNormalised()) {
        UnitNormalisation.initialise(views, placed.suffix(), placed.gain());
      }
    }
  }
}
