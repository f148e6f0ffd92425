package org.spiketrain.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.ReadoutKernel;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SpikeReadout}. */
public final class SpikeReadoutRunner extends OutputRunner<SpikeReadout> {
  private static final long serialVersionUID = 1L;

  private final transient ReadoutKernel kernel;
  private final transient SequenceLoss loss;
  private transient float[][] probabilities;

  SpikeReadoutRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikeReadout layer = (SpikeReadout) conf.getLayer();
    kernel =
        new ReadoutKernel(
            layer.getPooling(), (int) layer.getNIn(), (int) layer.getNOut(), layer.getHeads());
    loss = layer.getLoss();
  }

  @Override
  void forward(SequenceShape shape, NativeRows x, boolean training) {
    double dropout = training ? layerConf().getPooledDropout() : 0;
    probabilities =
        kernel.forward(
            shape,
            x,
            TimeMajor.address(params.get(SpikeReadoutParameters.WEIGHTS)),
            TimeMajor.address(params.get(SpikeReadoutParameters.BIAS)),
            dropout,
            dropout > 0 ? Nd4j.getRandom().nextLong() : 0);
  }

  @Override
  double exampleLoss(int b, int label) {
    return kernel.exampleLoss(b, label, loss);
  }

  @Override
  float[] output(int b) {
    return probabilities[b];
  }

  @Override
  void scaleGradients(float factor) {
    kernel.scaleGradients(factor);
  }

  @Override
  void backward(NativeRows x, NativeRows gradX) {
    kernel.backward(
        x,
        TimeMajor.address(gradientViews.get(SpikeReadoutParameters.WEIGHTS)),
        TimeMajor.address(gradientViews.get(SpikeReadoutParameters.BIAS)),
        gradX);
  }

  @Override
  RNNFormat format() {
    return layerConf().getFormat();
  }
}
