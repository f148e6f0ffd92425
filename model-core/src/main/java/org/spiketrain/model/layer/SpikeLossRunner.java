package org.spiketrain.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a {@link SpikeLoss}. */
public final class SpikeLossRunner extends OutputRunner<SpikeLoss> {
  private static final long serialVersionUID = 1L;

  private final transient SequenceLoss loss;
  private final int outputs;
  private final int classes;
  private transient SequenceShape shape = SequenceShape.full(0, 0);
  private transient float[][][] sequences = new float[0][][];
  private transient float[][][] gradients = new float[0][][];

  SpikeLossRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    SpikeLoss layer = (SpikeLoss) conf.getLayer();
    loss = layer.getLoss();
    outputs = (int) layer.getNIn();
    classes = (int) layer.getNOut();
  }

  @Override
  void forward(SequenceShape newShape, NativeRows x, boolean training) {
    shape = newShape;
    sequences = new float[shape.batch()][][];
    for (int b = 0; b < shape.batch(); b++) {
      sequences[b] = new float[realSteps(b)][outputs];
      int step = 0;
      for (int t = 0; t < shape.timeSteps(); t++) {
        if (!shape.isPadded(t, b)) {
          x.load(t * shape.batch() + b, sequences[b][step++]);
        }
      }
    }
    gradients = new float[shape.batch()][][];
  }

  private int realSteps(int b) {
    int steps = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      steps += shape.isPadded(t, b) ? 0 : 1;
    }
    return steps;
  }

  @Override
  double exampleLoss(int b, int label) {
    gradients[b] = new float[sequences[b].length][outputs];
    return sequences[b].length == 0 ? 0 : loss.evaluate(sequences[b], label, classes, gradients[b]);
  }

  @Override
  float[] output(int b) {
    return loss.scores(sequences[b], classes);
  }

  @Override
  void scaleGradients(float factor) {
    for (float[][] example : gradients) {
      for (float[] step : example) {
        for (int j = 0; j < step.length; j++) {
          step[j] *= factor;
        }
      }
    }
  }

  @Override
  void backward(NativeRows x, NativeRows gradX) {
    for (int b = 0; b < shape.batch(); b++) {
      int step = 0;
      for (int t = 0; t < shape.timeSteps(); t++) {
        if (!shape.isPadded(t, b)) {
          gradX.store(t * shape.batch() + b, gradients[b][step++]);
        }
      }
    }
  }

  @Override
  RNNFormat format() {
    return layerConf().getFormat();
  }
}
