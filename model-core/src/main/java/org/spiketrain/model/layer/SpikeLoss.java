package org.spiketrain.model.layer;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * Output layer without parameters that reads the last neurons over time, spikes or membrane
 * potentials [batch, nIn, time], into a loss and into class scores [batch, nOut]: spike counts, or
 * highest membrane potentials. With more inputs than classes these are populations; see {@link
 * SequenceLoss}.
 */
public final class SpikeLoss extends SequenceOutput {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public SpikeLoss() {}

  private SpikeLoss(Builder builder) {
    super(builder);
  }

  @Override
  public SequenceReadout readout(Map<String, INDArray> parameters) {
    return new SequenceReadout.Scores(getLoss(), (int) nOut);
  }

  @Override
  Runner runner(NeuralNetConfiguration conf, DataType dataType) {
    return new Runner(conf, dataType);
  }

  @Override
  public Map<String, long[]> parameterShapes() {
    return Map.of();
  }

  @Override
  public boolean isWeight(String name) {
    return false;
  }

  @Override
  public void initialise(INDArray all, Map<String, INDArray> views) {
    // There are none.
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    nOut = nOut <= 0 ? nIn : nOut;
    if (nIn % nOut != 0) {
      throw new IllegalStateException(
          "%d outputs cannot be shared equally by %d classes".formatted(nIn, nOut));
    }
  }

  private static final class Runner extends OutputRunner<SpikeLoss> {
    private static final long serialVersionUID = 1L;

    private final transient SequenceLoss loss;
    private final int outputs;
    private final int classes;
    private transient SequenceShape shape = SequenceShape.full(0, 0);
    private transient float[][][] sequences = new float[0][][];
    private transient float[][][] gradients = new float[0][][];

    Runner(NeuralNetConfiguration conf, DataType dataType) {
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
      forEachExample(shape.batch(), (from, to) -> load(x, from, to));
      gradients = new float[shape.batch()][][];
    }

    private void load(NativeRows x, int from, int to) {
      for (int b = from; b < to; b++) {
        int[] steps = shape.steps(b);
        sequences[b] = new float[steps.length][outputs];
        for (int k = 0; k < steps.length; k++) {
          x.load(steps[k] * shape.batch() + b, sequences[b][k]);
        }
      }
    }

    @Override
    double exampleLoss(int b, int label) {
      gradients[b] = new float[sequences[b].length][outputs];
      return sequences[b].length == 0
          ? 0
          : loss.evaluate(sequences[b], label, classes, gradients[b]);
    }

    @Override
    float[] output(int b) {
      return loss.scores(sequences[b], classes);
    }

    @Override
    void scaleGradient(int b, float factor) {
      for (float[] step : gradients[b]) {
        for (int j = 0; j < step.length; j++) {
          step[j] *= factor;
        }
      }
    }

    @Override
    void backward(NativeRows x, NativeRows gradX) {
      for (int b = 0; b < shape.batch(); b++) {
        int[] steps = shape.steps(b);
        for (int k = 0; k < steps.length; k++) {
          gradX.store(steps[k] * shape.batch() + b, gradients[b][k]);
        }
      }
    }
  }

  /** Builds a {@link SpikeLoss}; nOut is the number of classes, nIn unless it is set. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceOutput.Builder<Builder> {
    /** A layer by the loss of one example; a minibatch's is their mean. */
    public Builder(SequenceLoss loss) {
      super(loss, new LossMSE(), new ActivationIdentity());
    }

    @Override
    public SpikeLoss build() {
      return new SpikeLoss(this);
    }
  }
}
