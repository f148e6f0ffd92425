package org.spiketrain.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.kernel.WordEmbeddingKernel;

/** Runs a {@link WordEmbedding} on its kernel. */
final class WordEmbeddingRunner extends WordLayerRunner<WordEmbedding> {
  private final transient WordEmbeddingKernel kernel;
  private transient int rows;

  WordEmbeddingRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    kernel = ((WordEmbedding) conf.getLayer()).kernel();
  }

  @Override
  void forward(SequenceShape shape, NativeRows x, NativeRows y) {
    rows = shape.timeSteps() * shape.batch();
    kernel.forward(
        rows,
        x,
        TimeMajor.address(parameters().get(WordEmbeddingParameters.RATES)),
        TimeMajor.address(parameters().get(WordEmbeddingParameters.CENTRE)),
        y);
  }

  @Override
  void backward(NativeRows x, NativeRows gradY, NativeRows gradX) {
    gradients().get(WordEmbeddingParameters.CENTRE).assign(0);
    kernel.backward(
        rows,
        x,
        gradY,
        TimeMajor.address(parameters().get(WordEmbeddingParameters.RATES)),
        TimeMajor.address(gradients().get(WordEmbeddingParameters.RATES)));
  }
}
