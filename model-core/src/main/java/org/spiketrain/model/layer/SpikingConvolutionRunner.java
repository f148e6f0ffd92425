package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.kernel.ConvolutionKernel;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SpikingConvolution} on its kernel. */
final class SpikingConvolutionRunner extends WordLayerRunner<SpikingConvolution> {
  private final transient SentenceConvolution size;
  private final transient ConvolutionKernel kernel;
  private final transient UnitNeurons neurons;

  SpikingConvolutionRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikingConvolution layer = (SpikingConvolution) conf.getLayer();
    size = layer.size();
    kernel = new ConvolutionKernel(size, layer.cell());
    neurons = new UnitNeurons(layer.neurons());
  }

  @Override
  void forward(SequenceShape shape, NativeRows x, NativeRows y) {
    kernel.forward(shape, x, pointers(parameters(), neurons.values(parameters())), y);
  }

  @Override
  void backward(NativeRows x, NativeRows gradY, NativeRows gradX) {
    kernel.backward(
        gradY,
        pointers(parameters(), neurons.values(parameters())),
        pointers(gradients(), neurons.gradients()),
        gradX);
    neurons.store(parameters(), gradients());
  }

  private ConvolutionKernel.Parameters pointers(Map<String, INDArray> table, List<float[]> neuron) {
    return new ConvolutionKernel.Parameters(
        IntStream.range(0, size.widest())
            .mapToObj(offset -> TimeMajor.address(table.get(ConvolutionWeights.weights(offset))))
            .toList(),
        TimeMajor.address(table.get(ConvolutionWeights.BIAS)),
        neuron);
  }
}
