package org.spiketrain.model.layer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters of {@link PooledNeurons}: the learned neuron parameters, if there are any. */
final class PooledNeuronParameters extends NamedParameters<PooledNeurons> {
  static final PooledNeuronParameters INSTANCE = new PooledNeuronParameters();

  private PooledNeuronParameters() {
    super(PooledNeurons.class);
  }

  @Override
  Map<String, long[]> shapes(PooledNeurons layer) {
    return layer.neurons().learnedShapes();
  }

  @Override
  boolean isWeight(String key) {
    return false;
  }

  @Override
  void initialise(PooledNeurons layer, INDArray all, Map<String, INDArray> views) {
    if (!views.isEmpty()) {
      all.assign(Nd4j.rand(-1, 1, Nd4j.getRandom(), all.shape()));
      layer.neurons().spreadLearned(1, views);
    }
  }
}
