package org.spiketrain.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.PooledNeuronsKernel;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs {@link PooledNeurons} on their kernel. */
final class PooledNeuronsRunner extends WordLayerRunner<PooledNeurons> {
  private final transient PooledNeuronsKernel kernel;
  private final transient UnitNeurons neurons;
  private transient SequenceShape shape = SequenceShape.full(0, 0);

  PooledNeuronsRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    PooledNeurons layer = (PooledNeurons) conf.getLayer();
    kernel = new PooledNeuronsKernel(layer.neurons().unit(), layer.getSharing());
    neurons = new UnitNeurons(layer.neurons());
  }

  @Override
  void forward(SequenceShape newShape, NativeRows x, NativeRows y) {
    shape = newShape;
    kernel.forward(shape, x, neurons.values(parameters()), y);
  }

  @Override
  void backward(NativeRows x, NativeRows gradY, NativeRows gradX) {
    kernel.backward(shape, x, neurons.values(parameters()), gradY, gradX, neurons.gradients());
    neurons.store(parameters(), gradients());
  }
}
